package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.Tolerance;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateFinderTest {
    private final SmallNet net = SmallNet.image(4, 4);

    @ParameterizedTest
    @CsvSource({"ch_ppocr_mobile_v2.0_cls_infer, 9", "ch_PP-OCRv3_det_infer, 8", "ch_PP-OCRv4_det_infer, 10"})
    void find_trainedNets(String name, int gates) throws IOException {
        try (InputStream in = GateFinderTest.class.getResourceAsStream("/models/" + name + ".onnx")) {
            byte[] onnx = Objects.requireNonNull(in, name).readAllBytes();
            assertThat(GateFinder.find(OnnxFile.parse(onnx, name), 2, 3, 96, 192)
                            .found())
                    .hasSize(gates)
                    .allSatisfy(gate -> assertThat(gate.branch()).contains("GlobalAveragePool"));
        }
    }

    @Test
    void find_pathFromPoolToFactor() {
        net.node("GlobalAveragePool", "z", "x");
        net.node("Conv", "e", "z", net.normal("w", 4, 4, 1, 1));
        net.node("Sigmoid", "g", "e");
        net.node("Mul", "y", "g", "x");
        assertThat(GateFinder.find(net.build(), 2, 4, 4, 4).found())
                .singleElement()
                .satisfies(gate -> {
                    assertThat(gate.operand()).isZero();
                    assertThat(gate.factor()).isEqualTo("g");
                    assertThat(gate.scaled()).isEqualTo("x");
                    assertThat(gate.branch()).containsExactly("GlobalAveragePool", "Conv", "Sigmoid");
                });
    }

    @Test
    void find_gateOfTwoMaps_onceEach() {
        String gate = net.node("Sigmoid", "g", net.node("GlobalAveragePool", "z", "x"));
        String other = net.conv("c", "x", 4, 4, 1, true);
        net.node("Add", "y", net.node("Mul", "a", "x", gate), net.node("Mul", "b", gate, other));
        assertThat(GateFinder.find(net.build(), 2, 4, 4, 4).found())
                .extracting(Gate::scaled)
                .containsExactly("x", "c");
    }

    @Test
    void find_gatesThatShareWhatWasReduced() {
        String reduced = net.node("Relu", "r", net.node("GlobalAveragePool", "z", "x"));
        String one = net.node("Sigmoid", "g1", net.node("Conv", "e1", reduced, net.normal("w1", 4, 4, 1, 1)));
        String two = net.node("Sigmoid", "g2", net.node("Conv", "e2", reduced, net.normal("w2", 4, 4, 1, 1)));
        String other = net.conv("c", "x", 4, 4, 1, true);
        net.node("Add", "y", net.node("Mul", "a", "x", one), net.node("Mul", "b", other, two));
        assertThat(GateFinder.find(net.build(), 2, 4, 4, 4).found())
                .extracting(Gate::factor)
                .containsExactly("g1", "g2");
    }

    @Test
    void reject_hardSwish() {
        net.node("HardSigmoid", "s", "x");
        net.node("Mul", "y", "x", "s");
        assertRejected("an activation (such as hard-swish)");
    }

    @Test
    void reject_spatialAttention() {
        net.builder().node("ReduceMean", "m", Attributes.none().withInts("axes", 1), "x");
        net.conv("c", "m", 1, 1, 1, false);
        net.node("Sigmoid", "s", "c");
        net.node("Mul", "y", "x", "s");
        assertRejected("spatial attention: the factor 's' has one channel");
    }

    @Test
    void reject_normalizationWrittenOut() {
        Attributes places = Attributes.none().withInts("axes", 2, 3);
        net.node("Sub", "d", "x", net.builder().node("ReduceMean", "m", places, "x"));
        String variance = net.builder().node("ReduceMean", "v", places, net.node("Mul", "dd", "d", "d"));
        String small = net.builder().initializer("eps", new long[0], new float[] {1e-5f});
        net.node("Div", "y", "d", net.node("Sqrt", "s", net.node("Add", "ve", variance, small)));
        assertRejected("a normalization written out, not attention: it divides 'd' by a number that grows with it");
    }

    @Test
    void find_factorThatGrowsSlowerThanWhatItScales() {
        // as ConvNeXt V2's response normalization: the norm of a channel over the mean of all norms
        Attributes places = Attributes.none().withInts("axes", 2, 3);
        String norm = net.builder().node("ReduceL2", "n", places, "x");
        String mean = net.builder().node("ReduceMean", "m", Attributes.none().withInts("axes", 1), norm);
        net.node("Mul", "y", "x", net.node("Div", "g", norm, mean));
        assertThat(GateFinder.find(net.build(), 2, 4, 4, 4).found()).hasSize(1);
    }

    @Test
    void find_stateOfARecurrence_whoseFirstIsZeroForAllImages() {
        net.node("Flatten", "z", net.node("GlobalAveragePool", "p", "x"));
        String count = net.node("Shape", "zs", "z");
        String zeros = net.node("ConstantOfShape", "h", count);
        Attributes transposed = Attributes.none().withInt("transB", 1);
        String a = net.builder().node("Gemm", "a", transposed, zeros, net.normal("wh", 4, 4));
        String b = net.builder().node("Gemm", "b", transposed, "z", net.normal("wx", 4, 4));
        String state = net.node("Sigmoid", "st", net.node("Add", "s", a, b));
        String axes = net.builder().initializer("axes", new long[] {2}, new long[] {2, 3});
        net.node("Mul", "y", "x", net.node("Unsqueeze", "g", state, axes));
        assertThat(GateFinder.find(net.build(), 2, 4, 4, 4).found())
                .singleElement()
                .satisfies(gate -> assertThat(gate.dims()).containsExactly(1L, 4L, 1L, 1L));
    }

    @Test
    void find_outputOfAnLstm() {
        net.node("Flatten", "z", net.node("GlobalAveragePool", "p", "x"));
        String first = net.builder().initializer("first", new long[] {1}, new long[] {0});
        String steps = net.node("Unsqueeze", "zs", "z", first);
        net.builder()
                .node(
                        "LSTM",
                        "h",
                        Attributes.none().withInt("hidden_size", 4),
                        steps,
                        net.normal("w", 1, 16, 4),
                        net.normal("r", 1, 16, 4));
        String both = net.builder().initializer("both", new long[] {2}, new long[] {0, 1});
        String axes = net.builder().initializer("axes", new long[] {2}, new long[] {2, 3});
        net.node("Mul", "y", "x", net.node("Unsqueeze", "g", net.node("Squeeze", "hs", "h", both), axes));
        assertThat(GateFinder.find(net.build(), 2, 4, 4, 4).found()).hasSize(1);
    }

    @Test
    void reject_contextThatIsAdded() {
        net.node("Add", "y", "x", net.node("Relu", "r", net.node("GlobalAveragePool", "p", "x")));
        assertRejected("context that is added, not attention that scales: 'r' comes from a pooling");
    }

    @Test
    void reject_choiceByAPooledValue() {
        String none = net.builder().initializer("none", new long[0], new float[] {0});
        net.node("Where", "y", net.node("Greater", "p", net.node("GlobalAveragePool", "z", "x"), none), "x", none);
        assertRejected("a choice by 'p', which comes from a pooling");
    }

    @Test
    void reject_convolutionWhoseWeightsAreComputed() {
        String pooled = net.node("GlobalAveragePool", "z", "x");
        String form = net.builder().initializer("form", new long[] {4}, new long[] {-1, 4, 1, 1});
        net.node("Conv", "y", "x", net.node("Reshape", "w", pooled, form));
        assertRejected("a convolution whose weights 'w' are computed from the image");
    }

    @Test
    void reject_groupsJoinedWithTheBatch() {
        String groups = net.builder().initializer("groups", new long[] {4}, new long[] {-1, 2, 4, 4});
        String joined = net.node("Reshape", "xg", "x", groups);
        net.node("Mul", "y", joined, net.node("Sigmoid", "g", net.node("GlobalAveragePool", "p", joined)));
        assertRejected("counts images together with channels or places");
    }

    @Test
    void reject_matrixMadeOfAPooledValue() {
        String pooled = net.builder().node("ReduceMean", "p", Attributes.none().withInts("axes", 2, 3), "x");
        String factor = net.node("Sigmoid", "s", pooled);
        String eye = net.builder()
                .initializer(
                        "eye", new long[] {1, 1, 4, 4}, new float[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1});
        net.node("MatMul", "y", net.node("Mul", "m", factor, eye), "x");
        assertRejected("a matrix product with 'm', which comes from a pooling over the whole image");
    }

    @Test
    void reject_imagesAlongAnotherAxis() {
        net.node("Flatten", "f", net.node("GlobalAveragePool", "p", "x"));
        String turned = net.builder().node("Transpose", "t", Attributes.none().withInts("perm", 1, 0), "f");
        String axes = net.builder().initializer("axes", new long[] {2}, new long[] {2, 3});
        String factor = net.node("Unsqueeze", "g", net.node("Sigmoid", "s", turned), axes);
        String scaled = net.builder().node("Transpose", "xt", Attributes.none().withInts("perm", 1, 0, 2, 3), "x");
        net.node("Mul", "y", scaled, factor);
        assertRejected(
                "the images lie along axis 1 of 'xt', and a constant is found only where they lie along the first");
    }

    @Test
    void einsumThatSumsNothing_isAProduct() {
        net.node("Sigmoid", "g", net.node("Flatten", "f", net.node("GlobalAveragePool", "p", "x")));
        net.builder().node("Einsum", "y", Attributes.none().withText("equation", "nc,nchw->nchw"), "g", "x");
        TakenApart apart = TakenApart.of(net.build(), 2, 4, 4, 4);
        assertThat(apart.with(List.of()).nodes()).extracting(Node::opType).contains("Einsum");
        assertThat(GateFinder.find(apart.graph(), 2, 4, 4, 4).found())
                .singleElement()
                .satisfies(gate -> assertThat(gate.dims()).containsExactly(1L, 4L, 1L, 1L));
    }

    /** As exporters write torch.split and unbind, of a map before its gate. */
    @ParameterizedTest
    @CsvSource({"2, 1", "'1 2 1', 1", "'2 1 1', -1", "keep, -1", "keep, 2", "drop, -1", "drop, 1"})
    void partOfASequence_isFollowed(String split, long index) throws IOException {
        Attributes along = Attributes.none().withInt("axis", 1).withInt("keepdims", split.equals("drop") ? 0 : 1);
        if (Character.isDigit(split.charAt(0))) {
            long[] sizes =
                    Arrays.stream(split.split(" ")).mapToLong(Long::parseLong).toArray();
            long[] dims = sizes.length == 1 ? new long[0] : new long[] {sizes.length};
            net.builder()
                    .node("SplitToSequence", "parts", along, "x", net.builder().initializer("sizes", dims, sizes));
        } else {
            net.builder().node("SplitToSequence", "parts", along, "x");
        }
        String part = net.node(
                "SequenceAt", "part", "parts", net.builder().initializer("at", new long[0], new long[] {index}));
        if (split.equals("drop")) {
            part = net.node("Unsqueeze", "map", part, net.builder().initializer("one", new long[] {1}, new long[] {1}));
        }
        net.node("Mul", "y", part, net.node("Sigmoid", "g", net.node("GlobalAveragePool", "p", part)));
        Graph written = net.build();
        TakenApart apart = TakenApart.of(written, 2, 4, 4, 4);
        assertThat(GateFinder.find(written, 2, 4, 4, 4).found()).isEmpty();
        assertThat(GateFinder.find(apart.graph(), 2, 4, 4, 4).found()).hasSize(1);
        assertThat(new EquivalenceCheck(new Tolerance(1e-6, true), CheckPlan.of(4, 1))
                        .run(OnnxFile.bytes(written), OnnxFile.bytes(apart.graph()), null)
                        .equivalent())
                .isTrue();
        assertThat(apart.with(List.of()).nodes()).extracting(Node::opType).contains("SplitToSequence");
    }

    private void assertRejected(String reason) {
        Gates gates = GateFinder.find(net.build(), 2, 4, 4, 4);
        assertThat(gates.found()).isEmpty();
        assertThat(gates.rejected())
                .singleElement()
                .satisfies(r -> assertThat(r.reason()).contains(reason));
    }
}
