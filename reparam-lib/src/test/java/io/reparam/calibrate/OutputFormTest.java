package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Value;
import io.reparam.ort.FloatTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How outputs of a row of ten numbers are read, computed by a layer and brought into a shape. */
class OutputFormTest {
    private static final int K = 10;

    @ParameterizedTest
    @CsvSource({
        "-1 10 1 1, LOGITS",
        "-1 1 1 10, LOGITS",
        "-1 1 10, LOGITS",
        "-1 10, LOGITS",
        "-1 10 1, RAW",
        "-1 1 2 5, RAW"
    })
    void axesOfSizeOne_areNoPlaces(String shape, OutputKind kind) {
        assertThat(meter(net("Identity", shape), images(), Map.of(), 0).kinds()).containsEntry("y", kind);
    }

    @ParameterizedTest
    @CsvSource({"-1 10 1 1", "-1 10 1", "-1 1 10", "-1 10"})
    void probabilities_inAnyShape_tellEveryFlip(String shape) {
        Graph net = net("Softmax", shape);
        PreparedImages images = images();
        LossMeter meter = meter(net, images, Map.of(), 0);
        assertThat(meter.kinds()).containsEntry("y", OutputKind.PROBABILITIES);
        assertThat(meter.classes()).isEqualTo(K);
        assertThat(meter.of(net).drop()).isZero();
        assertThat(meter.of(turned(shape)).drop()).as("all are other classes").isEqualTo(1);
    }

    /** All numbers lie from 0 to 1, as probabilities do. */
    @ParameterizedTest
    @CsvSource({
        "Sigmoid, LABELS",
        "Sigmoid|LpNormalization, EMBEDDING",
        "Sigmoid|GlobalAveragePool, LABELS",
        "Sigmoid|Exp|Mul|GlobalAveragePool, EMBEDDING",
        "Sigmoid|Exp|Mul|Relu, EMBEDDING"
    })
    void numbersInTheUnitInterval_areLabelsOrADirection_byTheLayer(String layers, OutputKind kind) {
        assertThat(meter(net(layers.replace('|', ','), "-1 10"), images(), Map.of(), 0)
                        .kinds())
                .containsEntry("y", kind);
    }

    @Test
    void chosenKind_takesARowInAnyShape_andNothingElse() {
        assertThat(meter(net("Identity", "-1 10 1"), images(), Map.of("", OutputKind.LOGITS), 0)
                        .classes())
                .isEqualTo(K);
        assertThatThrownBy(() -> meter(net("Identity", "-1 1 2 5"), images(), Map.of("", OutputKind.LOGITS), 0))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("has 4 dimensions, but logits needs 2");
    }

    /** A half is what turns an answer over: with nothing above it, no answer would ever change. */
    @ParameterizedTest
    @CsvSource({"-1 1 2 5, MAP", "-1 10, LABELS"})
    void nothingAboveAHalf_isComparedByItsNumbers(String shape, OutputKind kind) {
        assertThat(meter(net("Sigmoid", shape), images(), Map.of(), 0).kinds()).containsEntry("y", kind);
        Graph low = net("Sigmoid,Mul", shape);
        LossMeter meter = meter(low, images(), Map.of(), 0);
        assertThat(meter.kinds()).containsEntry("y", OutputKind.RAW);
        assertThat(meter.warnings()).isEmpty();
        assertThat(meter(low, images(), Map.of("y", kind), 0).warnings())
                .singleElement()
                .asString()
                .contains("nothing of output 'y' is above a half", "--output-kind y=raw");
    }

    @Test
    void features_thatNameTheClasses_areScores() {
        Graph net = net("GlobalAveragePool", "-1 10");
        PreparedImages images = images();
        assertThat(meter(net, images, Map.of(), 0).kinds()).containsEntry("y", OutputKind.EMBEDDING);
        assertThat(meter(net, images, Map.of(), 128).kinds()).containsEntry("y", OutputKind.EMBEDDING);
        assertThat(meter(net, images, Map.of(), K).kinds())
                .as("as many as there are names of classes")
                .containsEntry("y", OutputKind.LOGITS);
        LossMeter right = meter(net, labelled(images, 0), Map.of(), 0);
        assertThat(right.kinds()).as("the largest is at the label").containsEntry("y", OutputKind.LOGITS);
        assertThat(right.of(net).accuracy()).isEqualTo(1);
        assertThat(right.warnings()).isEmpty();
        LossMeter other = meter(net, labelled(images, 1), Map.of(), 0);
        assertThat(other.kinds()).containsEntry("y", OutputKind.EMBEDDING);
        assertThat(other.warnings()).singleElement().asString().contains("the labels are not used");
    }

    /** Else a net that is never right could lose no accuracy. */
    @Test
    void labelsOfOtherClasses_countChangedAnswers() {
        LossMeter right = meter(net("Identity", "-1 10"), labelled(images(), 0), Map.of(), 0);
        assertThat(right.warnings()).isEmpty();
        assertThat(right.of(turned("-1 10")).drop()).isEqualTo(1);
        LossMeter wrong = meter(net("Identity", "-1 10"), labelled(images(), 1), Map.of(), 0);
        assertThat(wrong.warnings()).singleElement().asString().contains("the labels seem to be of other classes");
        Loss loss = wrong.of(turned("-1 10"));
        assertThat(loss.accuracyBefore()).isZero();
        assertThat(loss.drop()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"-1, CLASS", "-1 1, CLASS", "-1 1 1, CLASS", "-1 10 1 1, CLASS_MAP"})
    void wholeNumbers_areTheClassItself(String shape, OutputKind kind) {
        Graph net = net(kind == OutputKind.CLASS ? "ArgMax" : "Identity", shape, false, ElementType.INT64);
        LossMeter meter = meter(net, images(), Map.of(), 0);
        assertThat(meter.kinds()).containsEntry("y", kind);
        Graph other = net(kind == OutputKind.CLASS ? "ArgMax" : "Identity", shape, true, ElementType.INT64);
        assertThat(meter.of(other).drop()).isGreaterThan(0.4);
        assertThat(meter.of(other).text()).contains(kind == OutputKind.CLASS ? "class equal 0.00 %" : "mean IoU");
        assertThat(meter(net, labelled(images(), 0), Map.of(), 0).warnings())
                .singleElement()
                .asString()
                .contains("the labels are not used");
    }

    @Test
    void originalThatIsNotANumber_isRefused() {
        assertThatThrownBy(() -> meter(net("Log", "-1 10"), images(), Map.of(), 0))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("the original's output 'y' has NaN or infinite numbers for 30 of 30 images");
    }

    private static LossMeter meter(Graph net, PreparedImages images, Map<String, OutputKind> kinds, int named) {
        return new LossMeter(net, images, kinds, named, 1);
    }

    /** An image is ten channels of one number, which goes through layers. */
    private static Graph net(String layers, String shape) {
        return net(layers, shape, false, ElementType.FLOAT);
    }

    /** With each class in another's place. */
    private static Graph turned(String shape) {
        return net("Softmax", shape, true, ElementType.FLOAT);
    }

    private static Graph net(String layers, String shape, boolean turned, ElementType type) {
        SmallNet net = new SmallNet();
        long[] dims = Arrays.stream(shape.split(" ")).mapToLong(Long::parseLong).toArray();
        Object[] declared = IntStream.range(0, dims.length)
                .mapToObj(i -> i == 0 ? "N" : (Object) dims[i])
                .toArray();
        net.builder().input("image", "N", K, 1, 1).output(Value.tensor("y", type, Dim.list(declared)));
        net.builder().initializer("scale", new long[] {1}, new float[] {0.1f});
        String x = "image";
        if (turned) {
            x = net.node("Neg", "turned", x);
        }
        for (String layer : layers.split(",")) {
            String name = layer.toLowerCase(Locale.ROOT);
            Attributes attributes = Attributes.none();
            switch (layer) {
                case "Mul" -> net.builder().node(layer, name, attributes, x, "scale");
                case "Softmax", "ArgMax", "LpNormalization" ->
                    net.builder().node(layer, name, attributes.withInt("axis", 1), x);
                default -> net.builder().node(layer, name, attributes, x);
            }
            x = name;
        }
        if (type != ElementType.FLOAT) {
            x = net.builder().node("Cast", "whole", Attributes.none().withInt("to", type.code()), x);
        }
        net.builder().initializer("dims", new long[] {dims.length}, dims);
        net.node("Reshape", "y", x, "dims");
        return net.build();
    }

    /** Of image i, channel i modulo ten is the largest, and no number is 0. */
    private static PreparedImages images() {
        List<ImageBatch> batches = IntStream.range(0, 3)
                .mapToObj(batch -> {
                    FloatTensor input = FloatTensor.zeros(10, K, 1, 1);
                    for (int i = 0; i < 10; i++) {
                        for (int k = 0; k < K; k++) {
                            input.data().put(i * K + k, k == i ? 2 : -0.1f * (k + 1));
                        }
                    }
                    return new ImageBatch(input, new int[0]);
                })
                .toList();
        return new PreparedImages(batches, done -> {});
    }

    private static PreparedImages labelled(PreparedImages images, int shift) {
        return new PreparedImages(
                images.batches().stream()
                        .map(batch -> new ImageBatch(
                                batch.input(),
                                IntStream.range(0, 10).map(i -> (i + shift) % K).toArray()))
                        .toList(),
                done -> {});
    }
}
