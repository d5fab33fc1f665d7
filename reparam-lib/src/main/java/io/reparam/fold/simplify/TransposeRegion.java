package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.GraphEdit;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes out Transposes around nodes that do not care, as nets made from TensorFlow have them around every convolution.
 *
 * <p>Pattern: all nodes around a Transpose that can work in its input's layout ({@link Relayout}), connected with each other. Transposes
 * into their layout and out of it go, constants and named axes change, and a Transpose comes where a value enters or leaves that was
 * not transposed. Shapes: any of a known number of dimensions.
 *
 * <p>Not done unless more Transposes go than come.
 */
public final class TransposeRegion implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op("Transpose");
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        return AxisOrder.of(match.root())
                .map(order -> LayoutRegion.around(match.root(), order, view))
                .filter(region -> region.gain() > 0)
                .map(region -> {
                    List<Node> nodes = new ArrayList<>(region.nodes());
                    nodes.addAll(region.leaving());
                    return RuleVerdict.applicable(nodes, edit -> rewrite(region, edit));
                })
                .orElseGet(RuleVerdict::noMatch);
    }

    private static void rewrite(LayoutRegion region, GraphEdit edit) {
        AxisOrder order = region.relayout().order();
        Map<String, String> names = new LinkedHashMap<>(region.entering());
        for (String value : region.foreign()) {
            String moved = edit.graph().freshName(value + ".moved");
            Node first = edit.graph().consumers(value).stream()
                    .filter(region.nodes()::contains)
                    .findFirst()
                    .orElseThrow();
            edit.graph().insertBefore(first, transpose(value, moved, order.inverse()));
            names.put(value, moved);
        }
        for (Node node : region.nodes()) {
            for (String value : node.outputs()) {
                names.put(value, region.left(value).orElseGet(() -> edit.graph().freshName(value + ".moved")));
            }
        }
        region.leaving().forEach(edit.graph()::remove);
        for (Node node : region.nodes()) {
            List<String> outputs =
                    node.outputs().stream().map(name -> name(names, name)).toList();
            edit.graph().replace(node, region.relayout().moved(node, names, outputs, edit));
        }
        for (Node leaving : region.leaving()) {
            edit.redirect(leaving.output(0), name(names, leaving.input(0)));
        }
        for (String value : region.staying()) {
            Node back = transpose(name(names, value), value, order);
            Optional<Node> reader = edit.graph().consumers(value).stream().findFirst();
            reader.ifPresentOrElse(
                    node -> edit.graph().insertBefore(node, back),
                    () -> edit.graph().add(back));
        }
    }

    private static String name(Map<String, String> names, String value) {
        return names.getOrDefault(value, value);
    }

    private static Node transpose(String from, String to, AxisOrder order) {
        Attributes perm = Attributes.none().withInts("perm", order.longs());
        return Node.of(to + ".order", "Transpose", List.of(from), List.of(to), perm);
    }
}
