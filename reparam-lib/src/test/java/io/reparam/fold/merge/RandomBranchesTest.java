package io.reparam.fold.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldReport;
import io.reparam.fold.FoldTester;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sums of random branches: 1 to 3 spatial dimensions, groups, kernels, strides, dilations, pads that differ before and after,
 * chains, terms that stay. Images are hardly larger than the kernels, so that most outputs see the border. Whatever folds must compute the same.
 */
class RandomBranchesTest {
    private static final int CASES = 60;
    private static final int C = 4;

    /** Draws one graph. */
    private static final class Draw {
        private final Random random;
        private final SmallNet net = new SmallNet();
        private final int axes;
        private final int groups;
        private final long[] stride;
        private final long[] slack;

        Draw(long seed) {
            random = new Random(seed);
            axes = 1 + random.nextInt(3);
            groups = 1 << random.nextInt(3);
            stride = new long[axes];
            slack = new long[axes];
            for (int i = 0; i < axes; i++) {
                stride[i] = 1 + random.nextInt(2);
                slack[i] = random.nextInt(3) - 1;
            }
        }

        FoldTester fold() {
            Object[] dims = new Object[axes + 2];
            dims[0] = 2;
            dims[1] = C;
            for (int i = 0; i < axes; i++) {
                dims[i + 2] = 6 + random.nextInt(3);
            }
            Object[] names = {"N", "C", "D", "H", "W"};
            net.builder().input("x", dims).output("y", Arrays.copyOf(names, axes + 2));
            int branches = 2 + random.nextInt(3);
            String sum = branch(0);
            for (int k = 1; k < branches; k++) {
                String next = branch(k);
                String name = k == branches - 1 ? "y" : "s" + k;
                boolean swap = random.nextBoolean();
                sum = net.node(random.nextInt(3) == 0 ? "Sub" : "Add", name, swap ? next : sum, swap ? sum : next);
            }
            return FoldTester.fold(net.build()).sameNumbers(1e-5);
        }

        private String branch(int k) {
            if (k > 0 && random.nextInt(6) == 0) {
                long[] perChannel = filled(axes + 2, 1);
                perChannel[1] = C;
                return net.normal("v" + k, perChannel); // a term that stays
            }
            // ONNX Runtime wants a pooling's pads smaller than its kernel; it has no dilation before opset 19
            boolean pool = random.nextInt(4) == 0 && LongStream.of(slack).noneMatch(s -> s > 0);
            long[] kernel = new long[axes];
            long[] dilations = new long[axes];
            long[] pads = new long[2 * axes];
            for (int i = 0; i < axes; i++) {
                kernel[i] = 1 + random.nextInt(3);
                dilations[i] = pool ? 1 : 1 + random.nextInt(2);
                long total = slack[i] + (kernel[i] - 1) * dilations[i];
                if (total < 0) {
                    kernel[i] = 2;
                    total = slack[i] + dilations[i];
                }
                pads[i] = random.nextInt((int) total + 1);
                pads[axes + i] = total - pads[i];
            }
            Attributes form = Attributes.none().withInts("pads", pads).withInts("strides", stride);
            if (pool) {
                Attributes counted = form.withInt("count_include_pad", 1).withInts("kernel_shape", kernel);
                return net.norm("n" + k, net.builder().node("AveragePool", "p" + k, counted, "x"), C, 1e-3f);
            }
            Attributes dilated = form.withInts("dilations", dilations);
            return random.nextInt(3) == 0 ? chain(k, dilated, pads, kernel) : conv("c" + k, "x", dilated, kernel);
        }

        /** A pointwise convolution before or after; before it, the padding may stand at either of the two. */
        private String chain(int k, Attributes form, long[] pads, long[] kernel) {
            Attributes plain = Attributes.none();
            long[] one = filled(axes, 1);
            return switch (random.nextInt(3)) {
                case 0 ->
                    conv("d" + k, conv("e" + k, "x", plain.withInts("pads", pads), one), form.without("pads"), kernel);
                case 1 -> conv("d" + k, conv("e" + k, "x", plain, one), form, kernel);
                default -> conv("d" + k, conv("e" + k, "x", form, kernel), plain, one);
            };
        }

        /** With a norm after it; mostly of the groups that the others have. */
        private String conv(String name, String input, Attributes form, long[] kernel) {
            int own = random.nextInt(4) > 0 ? groups : 1 << random.nextInt(3);
            long[] dims = new long[axes + 2];
            dims[0] = C;
            dims[1] = C / own;
            System.arraycopy(kernel, 0, dims, 2, axes);
            return net.convNorm(name, input, form.withInt("group", own), dims);
        }

        private static long[] filled(int length, long value) {
            long[] values = new long[length];
            Arrays.fill(values, value);
            return values;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void fold_whateverFolds(long block) {
        int folded = 0;
        for (long seed = block * 1000; seed < block * 1000 + CASES; seed++) {
            FoldReport report;
            try {
                report = new Draw(seed).fold().report();
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
            folded += report.foldsByRule().containsKey("ParallelConvSum") ? 1 : 0;
        }
        assertThat(folded).as("cases in which branches were summed").isGreaterThan(CASES / 6);
    }
}
