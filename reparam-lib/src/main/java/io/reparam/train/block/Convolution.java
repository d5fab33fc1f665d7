package io.reparam.train.block;

import ai.djl.nn.Parameter;
import java.util.Optional;

/**
 * A convolution: {@code [N, inC, H, W] -> [N, outC, H', W']}; weights start as N(0, 2 / (kh kw outC / groups)).
 *
 * @see <a href="https://arxiv.org/abs/1502.01852">He et al., Delving Deep into Rectifiers, the initialisation</a>
 */
public final class Convolution extends NetBlock {
    private final Geometry geometry;
    private final Parameter weight;
    private final Optional<Parameter> bias;

    /** Without bias. */
    public Convolution(int in, int out, Geometry geometry) {
        this(
                in,
                out,
                geometry,
                false,
                Initial.normal(
                        Math.sqrt(2.0 * geometry.groups() / ((double) geometry.height() * geometry.width() * out))));
    }

    /**
     * @param in channels of the input
     * @param out channels of the output
     * @param biased whether a learnt summand a channel is added, which starts as PyTorch's does
     * @param initial of the weights
     */
    public Convolution(int in, int out, Geometry geometry, boolean biased, Initial initial) {
        if (in % geometry.groups() != 0 || out % geometry.groups() != 0) {
            throw new IllegalArgumentException("a convolution of " + in + " to " + out + " channels has no "
                    + geometry.groups() + " groups; they must divide both");
        }
        this.geometry = geometry;
        int taps = in / geometry.groups() * geometry.height() * geometry.width();
        weight = learnt("weight", initial, out, in / geometry.groups(), geometry.height(), geometry.width());
        bias = biased ? Optional.of(learnt("bias", Initial.linear(taps), out)) : Optional.empty();
    }

    /** A fully connected layer on {@code [N, in, 1, 1]}, which needs no reshaping around it; it starts as PyTorch's does. */
    public static Convolution pointwise(int in, int out, boolean biased) {
        return new Convolution(in, out, Geometry.square(1, 1), biased, Initial.linear(in));
    }

    public Geometry geometry() {
        return geometry;
    }

    /** {@code [outC, inC/groups, kh, kw]}. */
    public Parameter weight() {
        return weight;
    }

    /** {@code [outC]}. */
    public Optional<Parameter> bias() {
        return bias;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        return f.conv(x, this);
    }
}
