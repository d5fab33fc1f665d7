package io.reparam.calibrate;

import io.reparam.calibrate.AxisRole.Meaning;
import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.fold.match.Constants;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.ort.FloatTensor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds gates by what the axes of values stand for: a product of a value that has places in the image and one that has none any
 * more, although it is computed from the image. How it lost them, and what happens to it then, may be anything that
 * {@link AxisRules} can follow.
 */
public final class GateFinder {
    private static final Set<String> CHOOSING = Set.of("Where", "Conv", "ConvTranspose");

    private static final String ADDED =
            "context that is added, not attention that scales: '%s' comes from a pooling over the"
                    + " whole image, but only factors are taken out";

    private static final String MATRIX =
            "a matrix product with '%s', which comes from a pooling over the whole image; only a"
                    + " product element by element can be a gate";

    private final Graph net;
    private final GraphView view;
    private final Layouts layouts;
    private final WrittenNorm norms;
    private final List<Gate> found = new ArrayList<>();
    private final List<Gates.Rejection> rejected = new ArrayList<>();

    private GateFinder(Graph net, FloatTensor input) {
        this.net = net;
        view = new GraphView(net, new Constants(new ReferenceEvaluator()));
        layouts = new Layouts(net, view, RunShapes.of(net, input, 1));
        norms = new WrittenNorm(view);
    }

    /**
     * Finds the gates of a net that runs on images of one size.
     *
     * @param input what the net takes, with two images or more where it leaves their number free
     * @throws io.reparam.ort.OrtModelException if the net does not run on it
     */
    public static Gates find(Graph net, FloatTensor input) {
        GateFinder finder = new GateFinder(net, input);
        net.nodes().forEach(node -> finder.look(node, input.shape()[0]));
        return new Gates(finder.found, finder.rejected);
    }

    /** As above, on images of nothing in particular: only their size counts. */
    public static Gates find(Graph net, long... shape) {
        return find(net, RunShapes.sample(shape));
    }

    /** Context that is added, as GCNet does, or a matrix made of it, may look like attention to whoever reads the graph. */
    private void lookAtContext(Node node, String reason) {
        for (int i = 0; i < 2; i++) {
            boolean context = layouts.of(node.input(i)).map(AxisRoles::pooled).orElse(false);
            boolean map = layouts.of(node.input(1 - i))
                    .map(layout -> layout.varies() && layout.has(Meaning.PLACE))
                    .orElse(false);
            if (context && map) {
                rejected.add(new Gates.Rejection(node.id(), String.format(reason, node.input(i))));
            }
        }
    }

    /** Attention that is no factor of a map: on the weights of a layer, as in dynamic convolutions, or as a choice. */
    private void lookAtChoice(Node node) {
        boolean choice = node.is("Where");
        String read = node.input(choice ? 0 : 1);
        if (layouts.of(read)
                .map(value -> choice ? value.pooled() : value.varies())
                .orElse(false)) {
            rejected.add(new Gates.Rejection(
                    node.id(),
                    choice
                            ? "a choice by '" + read
                                    + "', which comes from a pooling over the whole image, and no factor"
                            : "a convolution whose weights '" + read + "' are computed from the image, as dynamic"
                                    + " convolutions have them; only factors of a map are taken out"));
        }
    }

    private void look(Node node, long images) {
        if (node.hasSubgraph()) {
            rejected.add(new Gates.Rejection(
                    node.id(),
                    "a node of type " + node.opType() + ", whose bodies are not searched: whether they run is not known"
                            + " before"));
        }
        if (node.is("Add")) {
            lookAtContext(node, ADDED);
        }
        if (node.is("MatMul")) {
            lookAtContext(node, MATRIX);
        }
        if (CHOOSING.contains(node.opType())) {
            lookAtChoice(node);
        }
        boolean product = node.is("Mul");
        if ((!product && !node.is("Div")) || node.input(0).equals(node.input(1))) {
            return;
        }
        Optional<AxisRoles> first = layouts.of(node.input(0));
        Optional<AxisRoles> second = layouts.of(node.input(1));
        if (first.isEmpty() || second.isEmpty()) {
            String lost = node.input(first.isEmpty() ? 0 : 1);
            if (product && !view.isConstant(node.input(0)) && !view.isConstant(node.input(1))) {
                rejected.add(new Gates.Rejection(node.id(), layouts.reason(lost)));
            }
            return;
        }
        if (!first.get().varies() || !second.get().varies()) {
            return;
        }
        boolean pooled = first.get().pooled();
        if (pooled == second.get().pooled()) {
            if (!pooled && product) {
                rejected.add(new Gates.Rejection(node.id(), GateRejection.reason(node, view, layouts)));
            }
            return;
        }
        if (!product && pooled) {
            rejected.add(new Gates.Rejection(
                    node.id(), "a quotient whose divisor differs by place; only the divisor can be a gate"));
            return;
        }
        if (norms.is(node)) {
            rejected.add(new Gates.Rejection(
                    node.id(),
                    "a normalization written out, not attention: it divides '" + node.input(pooled ? 1 : 0)
                            + "' by a number that grows with it"));
            return;
        }
        add(node, pooled ? 0 : 1, pooled ? first.get() : second.get(), pooled ? second.get() : first.get(), images);
    }

    private static int imagesAlong(AxisRoles layout) {
        for (int i = 0; i < layout.rank(); i++) {
            if (layout.alignedTo(layout.rank(), i).is(Meaning.IMAGE)) {
                return i;
            }
        }
        return -1;
    }

    private void add(Node node, int operand, AxisRoles factor, AxisRoles scaled, long images) {
        int rank = scaled.rank();
        if (factor.rank() > rank) {
            rejected.add(new Gates.Rejection(
                    node.id(), "the factor '" + node.input(operand) + "' has more axes than what it scales"));
            return;
        }
        int imagesAlong = imagesAlong(scaled);
        if (imagesAlong > 0) {
            rejected.add(new Gates.Rejection(
                    node.id(),
                    "the images lie along axis " + imagesAlong + " of '" + node.input(1 - operand)
                            + "', and a constant is found only where they lie along the first"));
            return;
        }
        List<Long> dims = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            AxisRole g = factor.alignedTo(rank, i);
            AxisRole x = scaled.alignedTo(rank, i);
            boolean imageAxis = i == 0 && x.is(Meaning.IMAGE) && x.size() == images;
            boolean same = imageAxis && (g.is(Meaning.IMAGE) || images == 1) && g.size() == images;
            if (!same && (i == 0 && images > 1 || g.is(Meaning.IMAGE) || x.is(Meaning.IMAGE))) {
                rejected.add(new Gates.Rejection(
                        node.id(),
                        "the first axis of the factor '" + node.input(operand)
                                + "' or of what it scales does not count the"
                                + " images alone, so no constant can stand for it"));
                return;
            }
            if (!same && g.is(Meaning.FREE) && !x.is(Meaning.FREE) && x.size() > 1) {
                rejected.add(new Gates.Rejection(
                        node.id(),
                        "the numbers of the factor '" + node.input(operand) + "' lie along axis " + i + " of '"
                                + node.input(1 - operand) + "', which is a place in the image and no channel"));
                return;
            }
            boolean channel = g.is(Meaning.FREE) || x.is(Meaning.FREE);
            dims.add(same || !channel ? 1L : Math.max(g.size(), x.size()));
        }
        found.add(new Gate(
                node.id(),
                node.output(0),
                operand,
                node.is("Div"),
                node.input(operand),
                node.input(1 - operand),
                dims,
                branch(node.input(operand))));
    }

    /** The operators on the way back to the poolings, those first. */
    private List<String> branch(String factor) {
        List<String> types = new ArrayList<>();
        Deque<String> open = new ArrayDeque<>(List.of(factor));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String value = open.removeFirst();
            boolean inside = layouts.of(value).map(AxisRoles::pooled).orElse(false);
            Optional<Node> producer = net.producer(value);
            if (!seen.add(value) || producer.isEmpty() || !inside) {
                continue;
            }
            types.add(producer.get().opType());
            open.addAll(producer.get().uses());
        }
        Collections.reverse(types);
        return types;
    }
}
