package io.reparam.fold.rule;

import java.util.Arrays;

/** Shapes in the parameters of tests: "1x4x1x1", nothing for a scalar. */
final class Dims {
    private Dims() {}

    static long[] of(String text) {
        return text.isEmpty()
                ? new long[0]
                : Arrays.stream(text.split("x")).mapToLong(Long::parseLong).toArray();
    }
}
