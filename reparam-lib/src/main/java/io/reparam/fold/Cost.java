package io.reparam.fold;

import java.util.Locale;

/**
 * What running a part of a graph costs. Biases do not count: they are free in a convolution.
 *
 * @param multiplyAdds of a whole graph, or for one output position of a part of it; an addition or a product counts as one
 * @param weightBytes of the constants that are read for it
 */
public record Cost(double multiplyAdds, long weightBytes) {
    public static final Cost NONE = new Cost(0, 0);

    public Cost plus(Cost other) {
        return new Cost(multiplyAdds + other.multiplyAdds, weightBytes + other.weightBytes);
    }

    /** The same work at so many positions; weights are read from one place. */
    public Cost at(double positions) {
        return new Cost(multiplyAdds * positions, weightBytes);
    }

    /** Whether this is more work or more weights. */
    public boolean exceeds(Cost other) {
        return multiplyAdds > other.multiplyAdds || weightBytes > other.weightBytes;
    }

    /** {@code 1234 multiply-adds and 5678 bytes of weights}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.0f multiply-adds and %d bytes of weights", multiplyAdds, weightBytes);
    }
}
