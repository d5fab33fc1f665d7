package io.reparam.image;

/**
 * An image in a net's size and order of channels, before it is normalised.
 *
 * @param bytes pixels row by row, all channels of one side by side
 * @param stride pixels from one row to the next
 * @param left pixels before the first column
 * @param top rows before the first one
 * @param width columns; fewer than the net has where the rest is padded
 * @param channels of a pixel
 */
record Pixels(byte[] bytes, int stride, int left, int top, int width, int channels) {

    /** Index of a row's first byte. */
    int at(int y) {
        return ((top + y) * stride + left) * channels;
    }

    static Pixels of(RgbImage image, PreprocessSpec spec) {
        return fitted(image, spec).ordered(spec.channels(), spec.height());
    }

    private static Pixels fitted(RgbImage image, PreprocessSpec spec) {
        if (spec.fit() == Fit.PAD) {
            int kept = (int) Math.ceil((double) image.width() * spec.height() / image.height());
            int width = Math.min(spec.width(), kept);
            byte[] rgb = Resampler.resample(image, width, spec.height(), 0, 0, width, spec);
            return new Pixels(rgb, width, 0, 0, width, 3);
        }
        Resized size = Resized.of(image.width(), image.height(), spec);
        int left = (size.width() - spec.width()) / 2;
        int top = (size.height() - spec.height()) / 2;
        if (size.width() == image.width() && size.height() == image.height()) {
            return new Pixels(image.rgb(), image.width(), left, top, spec.width(), 3);
        }
        // only the crop is computed, in full precision of the whole resized image
        byte[] rgb = Resampler.resample(image, size.width(), size.height(), left, top, spec.width(), spec);
        return new Pixels(rgb, spec.width(), 0, 0, spec.width(), 3);
    }

    private Pixels ordered(ChannelOrder order, int height) {
        if (order == ChannelOrder.RGB) {
            return this;
        }
        int count = order.channels();
        byte[] ordered = new byte[width * height * count];
        for (int y = 0, to = 0; y < height; y++) {
            for (int x = 0, at = at(y); x < width; x++, at += 3, to += count) {
                if (order == ChannelOrder.BGR) {
                    ordered[to] = bytes[at + 2];
                    ordered[to + 1] = bytes[at + 1];
                    ordered[to + 2] = bytes[at];
                } else {
                    ordered[to] = luma(bytes[at] & 0xff, bytes[at + 1] & 0xff, bytes[at + 2] & 0xff);
                }
            }
        }
        return new Pixels(ordered, width, 0, 0, width, count);
    }

    /** ITU-R 601-2 in 16 bits, with Pillow's rounding. */
    private static byte luma(int red, int green, int blue) {
        return (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
    }
}
