package io.reparam.fold.absorb;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scales and norms before the pooling and the fully connected layer at the end of a net. */
class IntoClassifierTest {
    private final SmallNet net = new SmallNet();

    private Graph head(String source, boolean pool, String layout, int size) {
        net.builder().input("x", 2, 4, size, size).output("y", "N", "K");
        if (source.equals("Mul")) {
            net.node("Mul", "m", net.normal("v", 4, 1, 1), "x");
        } else {
            net.norm("m", "x", 4, 1e-3f);
        }
        String pooled = pool ? net.node("GlobalAveragePool", "p", "m") : "m";
        int inputs = pool ? 4 : 4 * size * size;
        String flat = switch (layout) {
            case "Flatten" -> net.node("Flatten", "f", pooled);
            case "copy" -> net.node("Reshape", "f", pooled, shape(0, -1));
            case "rows" -> net.node("Reshape", "f", pooled, shape(-1, inputs));
            default -> throw new IllegalArgumentException(layout);
        };
        net.node("Gemm", "y", flat, net.normal("w", inputs, 3), net.normal("b", 3));
        return net.build();
    }

    private String shape(long... dims) {
        return net.builder().initializer("shape", new long[] {dims.length}, dims);
    }

    @ParameterizedTest
    @CsvSource({
        "Mul,ChannelScale,true,Flatten",
        "Mul,ChannelScale,true,copy",
        "Mul,ChannelScale,true,rows",
        "Mul,ChannelScale,false,Flatten",
        "Mul,ChannelScale,false,copy",
        "BN,BatchNorm,true,Flatten",
        "BN,BatchNorm,true,copy",
        "BN,BatchNorm,true,rows",
        "BN,BatchNorm,false,Flatten",
        "BN,BatchNorm,false,copy"
    })
    void fold_acrossPoolingAndLayout(String source, String rule, boolean pool, String layout) {
        FoldTester.fold(head(source, pool, layout, 3))
                .fired(rule + "IntoNextGemm", 1)
                .sameNumbers(2e-6);
    }

    @Test
    void leave_reshapeThatMayMixImages() {
        FoldTester.fold(head("Mul", false, "rows", 3)).nothingFired();
    }

    @Test
    void fold_transposeToChannelsLast() {
        net.builder().input("x", "N", 4, 2, 3).output("y", "N", "H", "W", "K");
        net.node("Mul", "m", "x", net.normal("v", 1, 4, 1, 1));
        net.builder().node("Transpose", "t", Attributes.none().withInts("perm", 0, 2, 3, 1), "m");
        net.node("MatMul", "y", "t", net.normal("w", 4, 5));
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoNextMatMul", 1)
                .leaves("Transpose", "MatMul")
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_columnsAfterTranspose() {
        net.builder().input("x", "N", 4, 4, 4).output("y", "N", "H", "W", "K");
        net.node("Mul", "m", "x", net.normal("v", 4));
        net.builder().node("Transpose", "t", Attributes.none().withInts("perm", 0, 2, 3, 1), "m");
        net.node("MatMul", "y", "t", net.normal("w", 4, 5));
        FoldTester.fold(net.build()).nothingFired().refused("acts on axis 3");
    }

    @Test
    void leave_betweenQuantizers() {
        net.builder().input("x", "N", 4, 5, 5).output("y", "N", "C", "H", "W");
        String step = net.positive("step");
        net.node("Mul", "m", "x", net.positive("v", 1));
        net.node("QuantizeLinear", "q", "m", step);
        net.node("DequantizeLinear", "d", "q", step);
        net.conv("c", "d", 4, 4, 1, true);
        net.node("Relu", "y", "c");
        FoldTester.fold(net.build()).nothingFired();
    }
}
