package io.reparam.fold;

import java.util.Arrays;

/** Shapes in the parameters of tests: "1x4x1x1", nothing for a scalar. */
public final class Dims {
    private Dims() {}

    public static long[] of(String text) {
        return text.isEmpty()
                ? new long[0]
                : Arrays.stream(text.split("x")).mapToLong(Long::parseLong).toArray();
    }
}
