package io.reparam.fold.merge;

import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The blocks of the literature as they are trained, with random statistics: each becomes the block as it is deployed. */
class MultiBranchBlocksTest {
    private static final int C = 6;
    private static final Attributes NONE = Attributes.none();

    private final SmallNet net = SmallNet.image(C, 9);

    private static Attributes pad(int height, int width) {
        return NONE.withInts("pads", height, width, height, width);
    }

    private static Attributes grouped(Attributes attributes, int groups) {
        return attributes.withInt("group", groups);
    }

    private String pool(String name, String input, Attributes attributes) {
        return net.builder()
                .node(
                        "AveragePool",
                        name,
                        attributes.withInts("kernel_shape", 3, 3).withInt("count_include_pad", 1),
                        input);
    }

    private void becomes(String... operators) {
        FoldTester.fold(net.build()).leaves(operators).sameNumbers(2e-6);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "1,2", "2,3"})
    void repVgg(int stride, int groups) {
        Attributes form = grouped(NONE.withInts("strides", stride, stride), groups);
        net.convNorm("a", "x", form.withInts("pads", 1, 1, 1, 1), C, C / groups, 3, 3);
        net.convNorm("b", "x", form, C, C / groups, 1, 1);
        String sum = net.node("Add", "s", "a", "b");
        if (stride == 1) {
            sum = net.node("Add", "i", sum, net.norm("n", "x", C, 1e-5f));
        }
        net.node("Relu", "y", sum);
        becomes("Conv", "Relu");
    }

    @Test
    void repVgg_threeInARow() {
        String x = "x";
        for (int i = 0; i < 3; i++) {
            net.convNorm("a" + i, x, pad(1, 1), C, C, 3, 3);
            net.convNorm("b" + i, x, NONE, C, C, 1, 1);
            net.norm("n" + i, x, C, 1e-5f);
            net.node("Sum", "s" + i, "n" + i, "b" + i, "a" + i);
            x = net.node("Relu", i == 2 ? "y" : "r" + i, "s" + i);
        }
        becomes("Conv", "Relu", "Conv", "Relu", "Conv", "Relu");
    }

    @Test
    void acNet() {
        net.convNorm("square", "x", pad(1, 1), C, C, 3, 3);
        net.convNorm("vertical", "x", pad(1, 0), C, C, 3, 1);
        net.convNorm("horizontal", "x", pad(0, 1), C, C, 1, 3);
        net.node("Add", "s", "vertical", "horizontal");
        net.node("Add", "t", "square", "s");
        net.node("Relu", "y", "t");
        becomes("Conv", "Relu");
    }

    /** Every branch pads before its 1x1, whose bias so stands in the ring that the next kernel reads. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void diverseBranchBlock(int groups) {
        Attributes wide = grouped(pad(1, 1), groups);
        Attributes valid = grouped(NONE, groups);
        net.convNorm("square", "x", wide, C, C / groups, 3, 3);
        net.convNorm("point", "x", valid, C, C / groups, 1, 1);
        net.convNorm("c1", "x", wide, C, C / groups, 1, 1);
        net.convNorm("chain", "c1", valid, C, C / groups, 3, 3);
        net.convNorm("p1", "x", wide, C, C / groups, 1, 1);
        net.norm("pooled", pool("p2", "p1", NONE), C, 1e-5f);
        net.node("Add", "s1", "square", "point");
        net.node("Add", "s2", "s1", "pooled");
        net.node("Add", "s3", "s2", "chain");
        net.node("Relu", "y", "s3");
        becomes("Conv", "Relu");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, C})
    void mobileOne(int groups) {
        net.convNorm("scale", "x", grouped(NONE, groups), C, C / groups, 1, 1);
        String sum = net.node("Add", "s", "scale", net.norm("skip", "x", C, 1e-5f));
        for (int k = 0; k < 4; k++) {
            net.convNorm("k" + k, "x", grouped(pad(1, 1), groups), C, C / groups, 3, 3);
            sum = net.node("Add", "s" + k, sum, "k" + k);
        }
        net.node("Relu", "y", sum);
        becomes("Conv", "Relu");
    }

    @Test
    void qaRepVgg() {
        net.convNorm("a", "x", pad(1, 1), C, C, 3, 3);
        net.conv("b", "x", NONE, C, C, 1, 1);
        net.node("Add", "s", "a", "b");
        net.node("Add", "t", "s", "x");
        net.node("Relu", "y", net.norm("n", "t", C, 1e-3f));
        becomes("Conv", "Relu");
    }

    @Test
    void repVit() {
        net.convNorm("a", "x", grouped(pad(1, 1), C), C, 1, 3, 3);
        net.conv("b", "x", grouped(NONE, C), C, 1, 1, 1);
        net.node("Add", "s", "a", "b");
        net.node("Add", "t", "s", "x");
        net.norm("y", "t", C, 1e-5f);
        becomes("Conv");
    }

    /** {@code x + g (mix(x) - norm(x))}. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void repMixer(boolean factorFirst) {
        net.convNorm("k", "x", grouped(pad(1, 1), C), C, 1, 3, 3);
        net.convNorm("scale", "x", grouped(NONE, C), C, 1, 1, 1);
        net.node("Add", "s", "k", "scale");
        net.node("Add", "mix", "s", net.norm("skip", "x", C, 1e-5f));
        net.node("Sub", "d", "mix", net.norm("norm", "x", C, 1e-5f));
        String g = net.positive("g", C, 1, 1);
        net.node("Mul", "m", factorFirst ? g : "d", factorFirst ? "d" : g);
        net.node("Add", "y", "x", "m");
        becomes("Conv");
    }

    @Test
    void uniRepLkNet() {
        net.convNorm("large", "x", grouped(pad(6, 6), C), C, 1, 13, 13);
        String sum = "large";
        int[][] kernelsAndRates = {{5, 1}, {7, 2}, {3, 3}, {3, 4}, {3, 5}};
        for (int[] k : kernelsAndRates) {
            int half = (k[0] - 1) * k[1] / 2;
            String name = "k" + k[0] + "r" + k[1];
            Attributes form = grouped(pad(half, half), C).withInts("dilations", k[1], k[1]);
            net.convNorm(name, "x", form, C, 1, k[0], k[0]);
            sum = net.node("Add", "s" + name, sum, name);
        }
        net.node("Relu", "y", sum);
        becomes("Conv", "Relu");
    }

    /** {@code BN(sum_k diag(s_k) W_k x)}. */
    @Test
    void orepa() {
        net.node("Mul", "m1", net.conv("a", "x", pad(1, 1), C, C, 3, 3), net.positive("s1", 1, C, 1, 1));
        net.node("Mul", "m2", net.positive("s2", C, 1, 1), net.conv("b", "x", NONE, C, C, 1, 1));
        net.conv("c", net.conv("c1", "x", NONE, C, C, 1, 1), pad(1, 1), C, C, 3, 3);
        net.node("Mul", "m3", "c", net.positive("s3", C, 1, 1));
        net.node("Mul", "m4", pool("p", "x", pad(1, 1)), net.positive("s4", C, 1, 1));
        net.node("Sum", "t", "m4", "m1", "m2", "m3");
        net.node("Relu", "y", net.norm("n", "t", C, 1e-5f));
        becomes("Conv", "Relu");
    }

    /** Fixed depthwise filters after 1x1 convolutions. */
    @Test
    void edgeOrientedBlock() {
        net.conv("a", "x", pad(1, 1), C, C, 3, 3);
        net.conv("b1", "x", pad(1, 1), C, C, 1, 1);
        net.conv("b", "b1", grouped(NONE, C), C, 1, 3, 3);
        net.conv("c1", "x", pad(1, 1), 2 * C, C, 1, 1);
        net.conv("c", "c1", NONE, C, 2 * C, 3, 3);
        net.node("Sum", "y", "a", "b", "c", "x");
        becomes("Conv");
    }

    @Test
    void attentionAlikeRepVgg() {
        net.convNorm("a", "x", pad(1, 1), C, C, 3, 3);
        net.convNorm("b", "x", NONE, C, C, 1, 1);
        net.node("Sum", "s", "a", "b", net.norm("n", "x", C, 1e-5f));
        net.node("Relu", "h", net.conv("w1", net.positive("psi", 1, C, 1, 1), NONE, 2, C, 1, 1));
        net.node("Sigmoid", "v", net.conv("w2", "h", NONE, C, 2, 1, 1));
        net.node("Relu", "y", net.node("Mul", "m", "v", "s"));
        becomes("Conv", "Relu");
    }
}
