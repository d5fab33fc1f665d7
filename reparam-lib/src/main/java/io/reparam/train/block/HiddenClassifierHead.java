package io.reparam.train.block;

/** Global average pool and two fully connected layers with an activation between: {@code [N, C, H, W] -> [N, classes]} logits. */
public final class HiddenClassifierHead extends NetBlock {
    private final Convolution hidden;
    private final Activation activation;
    private final ClassifierHead head;

    public HiddenClassifierHead(int channels, int inner, Activation activation, int classes) {
        this.activation = activation;
        hidden = part("hidden", Convolution.pointwise(channels, inner, true));
        head = part("head", new ClassifierHead(inner, classes));
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        return f.apply(head, f.activation(f.apply(hidden, f.globalAverage(x)), activation));
    }
}
