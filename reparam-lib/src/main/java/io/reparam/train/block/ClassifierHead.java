package io.reparam.train.block;

/** Global average pool and a fully connected layer: {@code [N, C, H, W] -> [N, classes]} logits. */
public final class ClassifierHead extends NetBlock {
    private final int channels;
    private final Dense linear;

    public ClassifierHead(int channels, int classes) {
        this.channels = channels;
        linear = part("linear", new Dense(channels, classes));
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        V flat = f.reshape(f.globalAverage(x), 0, channels);
        return f.within(linear, () -> f.logits(flat, linear));
    }
}
