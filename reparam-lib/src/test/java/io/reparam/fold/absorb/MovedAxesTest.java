package io.reparam.fold.absorb;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A factor that reaches its layer across operators that change the number of dimensions. */
class MovedAxesTest {
    private final SmallNet net = SmallNet.rows("N", 4, 5);

    private static SmallNet small() {
        SmallNet small = new SmallNet();
        small.builder().input("x", "N", 4, 5, 6).output("y", "N", 3);
        small.node("Mul", "m", small.positive("v", 4, 1, 1), "x");
        return small;
    }

    @ParameterizedTest
    @CsvSource({"0,2,3", "0,-1,-2", "1,-1,2"})
    void fold_acrossAMeanOverTheImage(int keeps, int one, int two) {
        SmallNet small = small();
        Attributes mean = Attributes.none().withInts("axes", one, two).withInt("keepdims", keeps);
        small.builder().node("ReduceMean", "r", mean, "m");
        String rows = keeps == 0 ? "r" : small.node("Flatten", "f", "r");
        small.node("Gemm", "y", rows, small.normal("w", 4, 3));
        FoldTester tester = FoldTester.fold(small.build()).fired("ChannelScaleIntoNextGemm", 1);
        tester.sameNumbers(1e-6);
    }

    @ParameterizedTest
    @CsvSource({"2", "-2"})
    void fold_acrossUnsqueezeAndSqueeze(int axis) {
        net.node("Mul", "m", "x", net.positive("v", 4, 1));
        net.builder().initializer("axes", new long[] {1}, new long[] {axis});
        net.node("Unsqueeze", "u", "m", "axes");
        net.node("Squeeze", "s", "u", "axes");
        net.node("Relu", "r", "s");
        net.builder().node("Conv", "y", Attributes.none(), "r", net.normal("w", 3, 4, 3));
        FoldTester.fold(net.build())
                .fired("ChannelScaleIntoNextConv", 1)
                .leaves("Unsqueeze", "Squeeze", "Relu", "Conv")
                .sameNumbers(1e-6);
    }

    @ParameterizedTest
    @CsvSource({"1", "-3"})
    void leave_meanOverChannels(int axis) {
        SmallNet small = small();
        small.builder().node("ReduceMean", "r", Attributes.none().withInts("axes", axis, 3), "m");
        small.node("Flatten", "f", "r");
        small.node("Gemm", "y", "f", small.normal("w", 5, 3));
        FoldTester.fold(small.build()).nothingFired();
    }
}
