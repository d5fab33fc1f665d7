package io.reparam.calibrate;

import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Value;
import io.reparam.ort.FloatTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the numbers of an output mean: that decides what counts as another answer, and how far an answer moves. */
public enum OutputKind {
    /** Rows that softmax turns into probabilities, {@code [N, K]}: another answer is another top class. */
    LOGITS,
    /** Rows that are probabilities with sum 1, {@code [N, K]}: as for logits. */
    PROBABILITIES,
    /** One number an image that says yes or no: a logit, or a probability. Another answer is the other one. */
    BINARY,
    /** Probabilities each for itself, {@code [N, K]}: another answer is an image of which any label turns over. */
    LABELS,
    /** The class itself, as a whole number an image: another answer is another number. */
    CLASS,
    /** A vector whose direction counts, {@code [N, D]}: another answer is another nearest neighbour among the images. */
    EMBEDDING,
    /** A row of classes for each step, {@code [N, T, K]}: another answer is another text, repeats and the blank left out. */
    SEQUENCE,
    /**
     * A class at each place, as segmentation nets have it: scores of all classes, {@code [N, K, H, W]} or {@code [N, H, W, K]}, or the
     * class itself as a whole number in any form. The answer changes by 1 - the mean IoU of the classes.
     */
    CLASS_MAP,
    /** A probability at each place, or its logit: the answer changes by 1 - IoU of what is above a half. */
    MAP,
    /** Any numbers, such as boxes before they are decoded: the answer changes by its relative error. */
    RAW;

    private static final double ROUNDING = 1e-2;
    /** A vectorized sigmoid oversteps 0 and 1 by rounding. */
    private static final float OVERSTEP = 1e-5f;
    /** What may stand between the last layer and an output. */
    private static final Set<String> TRANSPARENT =
            Set.of("Identity", "Cast", "Flatten", "Reshape", "Squeeze", "Dropout", "Transpose", "Mul", "Add");

    /** A segmentation net's last layer brings its scores to the size of the image; a detector's does not. */
    private static final Set<String> ENLARGING = Set.of("Resize", "Upsample", "ConvTranspose", "DepthToSpace");

    /** Rows of what these compute have length 1 by chance, as where one label of an image is on. */
    private static final Set<String> SQUASHING = Set.of("Sigmoid", "HardSigmoid");

    private static final Set<String> FEATURES = Set.of(
            "BatchNormalization",
            "LayerNormalization",
            "GlobalAveragePool",
            "GlobalMaxPool",
            "ReduceMean",
            "ReduceMax",
            "AveragePool",
            "LpNormalization",
            "Relu");

    /**
     * What an output probably is: by what it was on some images, and by the layer it comes from.
     *
     * @param images how many the tensor holds
     */
    static OutputKind of(Value output, Graph net, FloatTensor seen, int images) {
        String name = output.name();
        long[] shape = seen.shape();
        float[] values = seen.toArray();
        int width = shape.length == 0 ? 1 : (int) shape[shape.length - 1];
        boolean eachImage = shape.length > 0 && (shape[0] == images || (shape.length == 3 && shape[1] == images));
        if (!eachImage || values.length == 0) {
            return RAW;
        }
        if (RealOutputs.isWhole(output)) {
            return values.length == images ? CLASS : CLASS_MAP;
        }
        boolean unit = inUnitInterval(values);
        if (values.length == images) {
            return BINARY;
        }
        String layer = layer(name, net);
        if (shape.length == 2) {
            if (rowsSum(values, width, false)) {
                return PROBABILITIES;
            }
            boolean direction = rowsSum(values, width, true) && !SQUASHING.contains(layer);
            if (direction || (FEATURES.contains(layer) && !SQUASHING.contains(before(name, net)))) {
                return EMBEDDING;
            }
            return unit ? LABELS : LOGITS;
        }
        if (shape.length == 3 && width > 2) {
            boolean linear = layer.equals("MatMul") || layer.equals("Gemm");
            if (rowsSum(values, width, false) || (linear && !unit)) {
                return SEQUENCE;
            }
        }
        boolean scores = shape.length == 4 && shape[classAxis(name, net, seen)] > 1 && places(name, net, seen) > 1;
        if (scores && (sumsToOne(seen, classAxis(name, net, seen)) || (!unit && ENLARGING.contains(layer)))) {
            return CLASS_MAP;
        }
        return unit ? MAP : RAW;
    }

    /** Where scores of four axes have their classes: last if the net moves them there, else after the images. */
    static int classAxis(String output, Graph net, FloatTensor seen) {
        int last = seen.shape().length - 1;
        List<Node> nodes = lastNodes(output, net);
        Optional<Node> softmax =
                nodes.stream().filter(node -> node.is("Softmax")).findFirst();
        if (softmax.isPresent()) {
            int axis = (int) softmax.get().attributes().getInt("axis", net.opset() < 13 ? 1 : -1);
            return axis < 0 ? axis + last + 1 : axis;
        }
        boolean moved = nodes.stream()
                .anyMatch(node -> node.is("Transpose")
                        && node.attributes()
                                .getInts("perm")
                                .map(List.of(0L, 2L, 3L, 1L)::equals)
                                .orElse(false));
        return moved ? last : Math.min(1, last);
    }

    private static long places(String output, Graph net, FloatTensor seen) {
        long all = 1;
        for (int i = 1; i < seen.shape().length; i++) {
            all *= i == classAxis(output, net, seen) ? 1 : seen.shape()[i];
        }
        return all;
    }

    private static boolean sumsToOne(FloatTensor seen, int axis) {
        float[] values = seen.toArray();
        int count = (int) seen.shape()[axis];
        int inner = 1;
        for (int i = axis + 1; i < seen.shape().length; i++) {
            inner *= (int) seen.shape()[i];
        }
        for (int place = 0; place < values.length / count; place++) {
            double sum = 0;
            for (int k = 0; k < count; k++) {
                float value = values[place / inner * count * inner + place % inner + k * inner];
                sum += value >= 0 ? value : Double.NaN;
            }
            if (!(Math.abs(sum - 1) <= ROUNDING)) {
                return false;
            }
        }
        return true;
    }

    /** As it is written on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The type of the last node that computes something; empty if there is none. */
    private static String layer(String output, Graph net) {
        List<Node> nodes = lastNodes(output, net);
        return nodes.isEmpty() || isTransparent(nodes.get(nodes.size() - 1))
                ? ""
                : nodes.get(nodes.size() - 1).opType();
    }

    /** The type of the node that this layer reads, such as what a pooling is the mean of; empty if there is none. */
    private static String before(String output, Graph net) {
        List<Node> nodes = lastNodes(output, net);
        return nodes.isEmpty() ? "" : layer(nodes.get(nodes.size() - 1).input(0), net);
    }

    /** Nodes on the way back from an output to the layer that it comes from, which is the last of them. */
    private static List<Node> lastNodes(String output, Graph net) {
        List<Node> nodes = new ArrayList<>();
        String value = output;
        while (nodes.size() < 8) {
            Optional<Node> producer = net.producer(value);
            if (producer.isEmpty()) {
                break;
            }
            Node node = producer.get();
            nodes.add(node);
            List<String> computed = node.inputs().stream()
                    .filter(input -> net.producer(input)
                            .filter(before -> !before.is("Constant"))
                            .isPresent())
                    .toList();
            if (!isTransparent(node) || computed.isEmpty() || (node.is("Add") && computed.size() > 1)) {
                break;
            }
            value = computed.get(0);
        }
        return nodes;
    }

    private static boolean isTransparent(Node node) {
        return TRANSPARENT.contains(node.opType());
    }

    /** Of probabilities, or of squares. */
    private static boolean rowsSum(float[] values, int width, boolean squares) {
        for (int row = 0; row < values.length; row += width) {
            double sum = 0;
            for (int k = row; k < row + width; k++) {
                if (!squares && values[k] < 0) {
                    return false;
                }
                sum += squares ? (double) values[k] * values[k] : values[k];
            }
            if (!(Math.abs(sum - 1) <= ROUNDING)) {
                return false;
            }
        }
        return true;
    }

    /** Whether each image has one row of numbers. */
    boolean isRow() {
        return this == LOGITS || this == PROBABILITIES || this == BINARY || this == LABELS || this == EMBEDDING;
    }

    /** Whether each row is a direction. */
    static boolean ofLengthOne(List<Answer> rows) {
        return rows.stream().allMatch(row -> rowsSum(row.numbers(), row.width(), true));
    }

    /** Whether numbers are not probabilities yet. */
    static boolean areLogits(List<Answer> answers) {
        return answers.stream().anyMatch(answer -> !inUnitInterval(answer.numbers()));
    }

    static boolean inUnitInterval(float[] values) {
        for (float value : values) {
            if (!(value >= -OVERSTEP && value <= 1 + OVERSTEP)) {
                return false;
            }
        }
        return true;
    }
}
