package io.reparam.train.block;

/** The maximum of square windows. */
public final class MaxPool extends NetBlock {
    private final int kernel;
    private final int stride;
    private final int padding;

    public MaxPool(int kernel, int stride, int padding) {
        this.kernel = kernel;
        this.stride = stride;
        this.padding = padding;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        return f.maxPool(x, kernel, stride, padding);
    }
}
