package io.reparam.calibrate;

import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.ort.FloatTensor;
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
    /** A vector whose direction counts, {@code [N, D]}: another answer is another nearest neighbour among the images. */
    EMBEDDING,
    /** A row of classes for each step, {@code [N, T, K]}: another answer is another text, repeats and the blank left out. */
    SEQUENCE,
    /** A probability at each place: the answer changes by 1 - IoU of what is above a half. */
    MAP,
    /** Any numbers, such as boxes before they are decoded: the answer changes by its relative error. */
    RAW;

    private static final double ROUNDING = 1e-2;
    /** A vectorized sigmoid oversteps 0 and 1 by rounding. */
    private static final float OVERSTEP = 1e-5f;
    /** What may stand between the last layer and an output. */
    private static final Set<String> TRANSPARENT =
            Set.of("Identity", "Cast", "Flatten", "Reshape", "Squeeze", "Dropout", "Mul", "Add");

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
    static OutputKind of(String name, Graph net, FloatTensor seen, int images) {
        long[] shape = seen.shape();
        float[] values = seen.toArray();
        int width = shape.length == 0 ? 1 : (int) shape[shape.length - 1];
        boolean eachImage = shape.length > 0 && (shape[0] == images || (shape.length == 3 && shape[1] == images));
        if (!eachImage || values.length == 0) {
            return RAW;
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
            if (unit) {
                return layer.equals("Relu") ? EMBEDDING : LABELS;
            }
            return rowsSum(values, width, true) || FEATURES.contains(layer) ? EMBEDDING : LOGITS;
        }
        if (shape.length == 3 && width > 2) {
            boolean linear = layer.equals("MatMul") || layer.equals("Gemm");
            if (rowsSum(values, width, false) || (linear && !unit)) {
                return SEQUENCE;
            }
        }
        return unit ? MAP : RAW;
    }

    /** As it is written on the command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String layer(String output, Graph net) {
        String value = output;
        for (int steps = 0; steps < 8; steps++) {
            Optional<Node> producer = net.producer(value);
            if (producer.isEmpty()) {
                return "";
            }
            Node node = producer.get();
            List<String> computed = node.inputs().stream()
                    .filter(input -> net.producer(input).isPresent()
                            && !net.producer(input).get().is("Constant"))
                    .toList();
            if (!TRANSPARENT.contains(node.opType()) || computed.isEmpty() || (node.is("Add") && computed.size() > 1)) {
                return node.opType();
            }
            value = computed.get(0);
        }
        return "";
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

    static boolean inUnitInterval(float[] values) {
        for (float value : values) {
            if (!(value >= -OVERSTEP && value <= 1 + OVERSTEP)) {
                return false;
            }
        }
        return true;
    }
}
