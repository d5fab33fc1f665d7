package io.reparam.image;

/** Which colours a net takes, and in which order. */
public enum ChannelOrder {
    RGB(3),
    /** What nets take that were trained on images that OpenCV had read. */
    BGR(3),
    /** Luma of ITU-R 601, as Pillow's {@code convert("L")} makes it. */
    GRAY(1);

    private final int channels;

    ChannelOrder(int channels) {
        this.channels = channels;
    }

    /** How many values a pixel has. */
    public int channels() {
        return channels;
    }
}
