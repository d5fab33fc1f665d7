package io.reparam.fold.absorb;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntoConvTransposeTest {
    private final SmallNet net = SmallNet.image(4, 3);

    private void upsample(int outC, int groups, boolean bias) {
        Attributes attributes = Attributes.none()
                .withInts("kernel_shape", 3, 3)
                .withInts("strides", 2, 2)
                .withInts("pads", 1, 0, 1, 0)
                .withInts("output_padding", 1, 0)
                .withInt("group", groups);
        String w = net.normal("w", 4, outC / groups, 3, 3);
        if (bias) {
            net.builder().node("ConvTranspose", "c", attributes, "x", w, net.normal("b", outC));
        } else {
            net.builder().node("ConvTranspose", "c", attributes, "x", w);
        }
    }

    @ParameterizedTest
    @CsvSource({"6,1,true", "6,1,false", "6,2,true", "4,4,false"})
    void fold_scaleShiftAndNorm(int outC, int groups, boolean bias) {
        upsample(outC, groups, bias);
        net.node("Mul", "m", net.positive("v", 1, outC, 1, 1), "c");
        net.node("Sub", "s", "m", net.normal("t", outC, 1, 1));
        net.norm("y", "s", outC, 1e-3f);
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoConvTranspose", 1)
                .fired("ChannelShiftIntoConvTranspose", 1)
                .fired("BatchNormIntoConvTranspose", 1)
                .leaves("ConvTranspose")
                .sameNumbers(1e-6);
    }

    @ParameterizedTest
    @CsvSource({"6,1", "6,2", "4,4"})
    void fold_scaleBefore(int outC, int groups) {
        net.node("Mul", "m", "x", net.normal("v", 4, 1, 1));
        net.builder()
                .node(
                        "ConvTranspose",
                        "y",
                        Attributes.none().withInt("group", groups),
                        "m",
                        net.normal("w", 4, outC / groups, 2, 2));
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoNextConvTranspose", 1)
                .leaves("ConvTranspose")
                .sameNumbers(1e-6);
    }

    @Test
    void refuse_normBefore() {
        net.norm("n", "x", 4, 1e-5f);
        net.node("ConvTranspose", "y", "n", net.normal("w", 4, 2, 3, 3));
        FoldTester.fold(net.build()).nothingFired().refused("at the border of ConvTranspose 'y'");
    }

    @Test
    void refuse_weightIsInput() {
        upsample(4, 1, true);
        net.node("Mul", "y", "c", net.positive("v", 1));
        net.builder().input("w", 4, 4, 3, 3);
        FoldTester.fold(net.build()).nothingFired().refused("'w', which is not a constant");
    }
}
