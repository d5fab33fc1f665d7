package io.reparam.train.block;

/** Numbers of channels. */
public final class Widths {
    private Widths() {}

    /**
     * The next multiple of 8, but not below 0.9 of the number.
     *
     * @see <a href="https://arxiv.org/abs/1801.04381">Sandler et al., MobileNetV2; the rule is its published code's</a>
     */
    public static int multipleOf8(double channels) {
        int near = Math.max(8, (int) (channels + 4) / 8 * 8);
        return near < 0.9 * channels ? near + 8 : near;
    }
}
