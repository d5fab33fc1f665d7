package io.reparam.calibrate;

import io.reparam.calibrate.AxisRole.Meaning;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the axes of all values of a net stand for, followed from its input through every operator. Nothing is assumed of a gate. */
final class Layouts {
    /** They tell of a value's form, which is the same for all images of a size. */
    private static final Set<String> FORMS = Set.of("Shape", "Size", "ConstantOfShape", "Range", "EyeLike");

    private final Map<String, List<Long>> shapes;
    private final AxisRules rules;
    private final Map<String, AxisRoles> known = new HashMap<>();
    private final Map<String, String> unknown = new HashMap<>();

    /** @param shapes of values as they are when images run through the net */
    Layouts(Graph net, GraphView view, Map<String, List<Long>> shapes) {
        this.shapes = shapes;
        rules = new AxisRules(value -> view.constant(value).map(list -> {
            List<Long> numbers = new ArrayList<>();
            for (double number : list.values()) {
                numbers.add((long) number);
            }
            return numbers;
        }));
        net.initializers().forEach((name, tensor) -> known.put(name, AxisRoles.fixed(tensor.dims())));
        net.inputs().stream()
                .map(Value::name)
                .filter(name -> !known.containsKey(name))
                .forEach(name -> known.put(name, images(shape(name).orElse(List.of()))));
        net.nodes().forEach(this::follow);
    }

    Optional<AxisRoles> of(String value) {
        return Optional.ofNullable(known.get(value));
    }

    Optional<List<Long>> shape(String value) {
        return Optional.ofNullable(shapes.get(value));
    }

    /** Why nothing is known of a value. */
    String reason(String value) {
        return unknown.getOrDefault(value, "nothing computes it");
    }

    /** Colours are the axis of 3, first after the batch or last; all others but the batch are places. */
    private static AxisRoles images(List<Long> shape) {
        boolean last = shape.size() > 2 && shape.get(1) != 3 && shape.get(shape.size() - 1) == 3;
        int colours = last ? shape.size() - 1 : 1;
        List<AxisRole> axes = new ArrayList<>();
        for (int i = 0; i < shape.size(); i++) {
            Meaning meaning = i == 0 ? Meaning.IMAGE : i == colours ? Meaning.FREE : Meaning.PLACE;
            axes.add(AxisRole.of(meaning, shape.get(i)));
        }
        return new AxisRoles(axes, true);
    }

    private void follow(Node node) {
        List<String> read = node.inputs();
        Optional<String> lost = read.stream()
                .filter(input -> !input.isEmpty() && !known.containsKey(input))
                .findFirst();
        List<AxisRoles> inputs = read.stream()
                .map(input -> input.isEmpty() ? new AxisRoles(List.of(), false) : known.get(input))
                .toList();
        boolean form = FORMS.contains(node.opType());
        boolean varies = !form && (node.hasSubgraph() || inputs.stream().anyMatch(i -> i != null && i.varies()));
        for (String output : node.outputs()) {
            if (output.isEmpty()) {
                continue;
            }
            Optional<List<Long>> shape = shape(output);
            if (!form && lost.isPresent()) {
                unknown.put(output, reason(lost.get()));
            } else if (shape.isEmpty()) {
                unknown.put(output, node.label() + " does not tell the form of its result");
            } else if (!varies) {
                List<AxisRole> axes = form && !node.is("ConstantOfShape")
                        ? AxisRoles.fixed(shape.get()).axes()
                        : rules.ofFixed(node, inputs, shape.get());
                known.put(output, new AxisRoles(sized(axes, shape.get()), false));
            } else {
                Optional<List<AxisRole>> axes =
                        node.hasSubgraph() ? Optional.empty() : rules.of(node, inputs, shape.get());
                if (axes.isPresent() && axes.get().size() == shape.get().size()) {
                    known.put(output, new AxisRoles(sized(axes.get(), shape.get()), true));
                } else {
                    unknown.put(
                            output, "what the axes of its result stand for cannot be derived after " + node.label());
                }
            }
        }
    }

    private static List<AxisRole> sized(List<AxisRole> axes, List<Long> shape) {
        List<AxisRole> sized = new ArrayList<>();
        for (int i = 0; i < axes.size(); i++) {
            sized.add(axes.get(i).resized(shape.get(i)));
        }
        return sized;
    }
}
