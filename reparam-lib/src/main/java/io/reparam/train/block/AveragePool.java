package io.reparam.train.block;

/** The mean of square windows, without padding. */
public final class AveragePool extends NetBlock {
    private final int kernel;
    private final int stride;

    public AveragePool(int kernel, int stride) {
        this.kernel = kernel;
        this.stride = stride;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        return f.averagePool(x, kernel, stride);
    }
}
