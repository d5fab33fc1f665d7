package io.reparam.fold.absorb;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Channels that stand elsewhere before a Reshape, a Resize or a part of a joint projection. */
class AcrossLayoutTest {
    private static final Attributes NONE = Attributes.none();

    private String integers(SmallNet net, String name, long... values) {
        return net.builder().initializer(name, new long[] {values.length}, values);
    }

    /** LeViT: the rows of all images are one batch for the norm. */
    @Test
    void fold_normOfRows() {
        SmallNet net = SmallNet.rows("N", 6, 5);
        net.node("MatMul", "m", "x", net.normal("w", 5, 4));
        net.node("Reshape", "r", "m", integers(net, "rows", -1, 4));
        net.norm("n", "r", 4, 1e-3f);
        net.node("Reshape", "y", "n", integers(net, "back", -1, 6, 4));
        FoldTester.fold(net.build())
                .fired("BatchNormIntoLayersBefore", 1)
                .leaves("MatMul", "Add")
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_normOfOtherRows() {
        SmallNet net = SmallNet.rows(2, 6, 4);
        net.node("MatMul", "m", "x", net.normal("w", 4, 4));
        net.node("Reshape", "r", "m", integers(net, "rows", 4, 3, 4));
        net.norm("y", "r", 3, 1e-3f);
        FoldTester.fold(net.build())
                .nothingFired()
                .refused("BatchNormalization 'y' stays: MatMul 'm' has its 4 channels on axis 2");
    }

    /** A norm is named wherever it stands. */
    @Test
    void refuse_normOfAnInput() {
        SmallNet net = SmallNet.image(3, 5);
        net.norm("n", "x", 3, 1e-3f);
        net.node("Sigmoid", "y", "n");
        FoldTester.fold(net.build()).nothingFired().refused("BatchNormalization 'n' stays: no layer computes 'x'");
    }

    @Test
    void refuse_normAfterAnActivation() {
        SmallNet net = SmallNet.image(3, 5);
        net.node("Sigmoid", "s", net.conv("c", "x", 3, 3, 1, true));
        net.norm("y", "s", 3, 1e-3f);
        FoldTester.fold(net.build()).nothingFired().refused("BatchNormalization 'y' stays: Sigmoid 's' is not a layer");
    }

    /** Channels of a Conv that are laid out as heads. */
    @ParameterizedTest
    @ValueSource(longs = {2, 3})
    void fold_factorOfHeads(long heads) {
        SmallNet net = SmallNet.rows(2, 5, 4);
        net.node("MatMul", "m", "x", net.normal("w", 4, 6));
        net.node("Reshape", "r", "m", integers(net, "split", 2, 5, heads, 6 / heads));
        net.builder().node("Transpose", "t", NONE.withInts("perm", 0, 2, 1, 3), "r");
        net.node("Mul", "s", "t", net.positive("v", heads, 1, 1));
        net.node("Softmax", "p", "s");
        net.node("Reshape", "y", "p", integers(net, "flat", 2, -1, 3));
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoLayersBefore", 1)
                .leaves("MatMul", "Reshape", "Transpose", "Softmax", "Reshape")
                .sameNumbers(1e-6);
    }

    /** Queries, keys and values of one projection: only the queries are scaled. */
    @ParameterizedTest
    @CsvSource({"Split", "Slice", "Gather"})
    void fold_factorOfAPart(String type) {
        SmallNet net = SmallNet.rows(2, 5, 4);
        net.builder().opset(17);
        net.node("MatMul", "m", "x", net.normal("w", 4, 6));
        net.node("Add", "b", "m", net.normal("c", 6));
        parts(net, type, 0);
        net.node("Mul", "s", "p0", net.positive("v"));
        net.node("Softmax", "f", "s");
        net.node("Add", "y", "f", "p1");
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoLayersBefore", 1)
                .fired("ChannelScaleIntoMatMulAdd", 0)
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_factorOfAPartThatOthersRead() {
        SmallNet net = SmallNet.rows(2, 5, 4);
        net.builder().opset(17);
        net.node("MatMul", "m", "x", net.normal("w", 4, 6));
        net.node("Add", "b", "m", net.normal("c", 6));
        parts(net, "Slice", 1);
        net.node("Mul", "s", "p0", net.positive("v"));
        net.node("Softmax", "f", "s");
        net.node("Add", "y", "f", "p1");
        FoldTester.fold(net.build()).fired("ChannelScaleIntoLayersBefore", 0).sameNumbers(1e-6);
    }

    /** @param overlap columns that both parts have */
    private void parts(SmallNet net, String type, long overlap) {
        if (type.equals("Gather")) {
            net.node("Reshape", "r", "b", integers(net, "split", 2, 5, 2, 3));
            for (int i = 0; i < 2; i++) {
                String index = net.builder().initializer("i" + i, new long[0], new long[] {i - 2});
                net.builder().node("Gather", "p" + i, NONE.withInt("axis", 2), "r", index);
            }
        } else if (type.equals("Slice")) {
            String axis = integers(net, "axis", -1);
            String start = integers(net, "start", 3 - overlap);
            String middle = integers(net, "middle", 3);
            net.node("Slice", "p0", "b", integers(net, "zero", 0), middle, axis);
            net.node("Slice", "p1", "b", start, integers(net, "end", 6 - overlap), axis);
        } else {
            Attributes last = NONE.withInt("axis", 2);
            List<String> inputs = List.of("b", integers(net, "sizes", 3, 3));
            net.builder().node(Node.of("split", "Split", inputs, List.of("p0", "p1"), last));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nearest", "linear"})
    void fold_acrossResize(String mode) {
        SmallNet net = SmallNet.image(3, 5);
        net.builder().opset(13);
        String scales = net.builder().initializer("scales", new long[] {4}, new float[] {1, 1, 2, 2});
        net.node("Sigmoid", "f", net.conv("c", "x", 3, 4, 1, true));
        net.node("Mul", "s", "f", net.normal("v", 4, 1, 1));
        net.builder().node("Resize", "q", NONE.withText("mode", mode), "s", "", scales);
        net.conv("y", "q", 4, 2, 1, true);
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoNextConv", 1)
                .leaves("Conv", "Sigmoid", "Resize", "Conv")
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_acrossResizeOfChannels() {
        SmallNet net = SmallNet.image(3, 5);
        net.builder().opset(13);
        String scales = net.builder().initializer("scales", new long[] {4}, new float[] {1, 2, 1, 1});
        net.builder()
                .node("Resize", "r", NONE.withText("mode", "linear"), net.conv("c", "x", 3, 4, 1, true), "", scales);
        net.norm("y", "r", 8, 1e-3f);
        FoldTester.fold(net.build()).nothingFired().refused("BatchNormalization 'y' stays");
    }
}
