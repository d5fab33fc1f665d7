package io.reparam.fold.simplify;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownSizeTest {
    private final SmallNet net = SmallNet.image(4, 6);

    /** y = x + one size of x. */
    private FoldTester folded(Attributes shape, long... index) {
        net.builder().opset(17);
        long[] dims = index.length == 1 ? new long[0] : new long[] {index.length};
        net.builder().initializer("i", dims, index);
        net.builder().node("Shape", "shape", shape, "x");
        net.node("Gather", "size", "shape", "i");
        net.builder().node("Cast", "f", Attributes.none().withInt("to", 1), "size");
        net.node("Add", "y", "x", "f");
        return FoldTester.fold(net.build()).sameNumbers(0);
    }

    @ParameterizedTest
    @CsvSource({"1,0", "2,0", "-1,0", "-3,0", "0,1", "1,-3", "-1,2"})
    void fold_fixedSize(long index, long start) {
        Attributes shape = start == 0 ? Attributes.none() : Attributes.none().withInt("start", start);
        folded(shape, index).leaves("Add");
    }

    @Test
    void fold_severalSizes() {
        net.builder().opset(17);
        net.builder().initializer("i", new long[] {2}, new long[] {3, 1});
        net.node("Shape", "shape", "x");
        net.node("Gather", "sizes", "shape", "i");
        net.builder().node("Cast", "f", Attributes.none().withInt("to", 1), "sizes");
        net.builder().node("ReduceSum", "sum", Attributes.none().withInt("keepdims", 0), "f");
        net.node("Add", "y", "x", "sum");
        FoldTester.fold(net.build()).fired("KnownSize", 1).leaves("Add").sameNumbers(0);
    }

    @ParameterizedTest
    @CsvSource({"0", "-4"})
    void keep_freeSize(long index) {
        folded(Attributes.none(), index).fired("KnownSize", 0).leaves("Shape", "Gather", "Cast", "Add");
    }

    @ParameterizedTest
    @CsvSource({"-1,2", "1,-2"})
    void fold_shapeEndsEarly(long index, long end) {
        folded(Attributes.none().withInt("end", end), index)
                .fired("KnownSize", 1)
                .leaves("Add");
    }
}
