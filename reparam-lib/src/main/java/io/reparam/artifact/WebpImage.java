package io.reparam.artifact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The pixels of a WebP file, by libwebp, which cannot be stopped: its time is asked for before. */
final class WebpImage extends EncodedImage {
    private static final long NANOS_A_PIXEL = 40;
    private static final int RIFF_HEADER = 12;

    private final byte[] file;
    private final Frame frame;

    /**
     * The image, or the first of an animation.
     *
     * @param at where its chunks start
     * @param end after them
     * @param left of it in the whole image; what it does not cover is black
     * @param top of it in the whole image
     */
    record Frame(int at, int end, int width, int height, int left, int top) {}

    WebpImage(byte[] file, Frame frame, int width, int height, Orientation orientation) throws ImageDecodeException {
        super("WebP", width, height, orientation);
        if (frame.left() + (long) frame.width() > width || frame.top() + (long) frame.height() > height) {
            throw ImageDecodeException.corrupt("a frame of the WebP file lies outside the image");
        }
        this.file = file;
        this.frame = frame;
    }

    @Override
    public long memory(@Nullable PreprocessSpec spec) {
        long pixels = (long) frame.width() * frame.height();
        // the pixels that it gives, and its own: of a lossless file as much again, of alpha a byte
        return 9 * pixels + 2L * file.length + Canvas.bytes(width(), height(), orientation(), spec);
    }

    @Override
    RgbImage decode(@Nullable PreprocessSpec spec, DecodeBudget budget) throws ImageDecodeException {
        budget.reserve(
                NANOS_A_PIXEL * frame.width() * frame.height(),
                "a WebP file of " + frame.width() + "x" + frame.height() + " pixels");
        try (NativePixels pixels = NativeCodecs.webp(simple())) {
            if (pixels == null || pixels.width() != frame.width() || pixels.height() != frame.height()) {
                throw ImageDecodeException.corrupt("the WebP decoder gave up");
            }
            Canvas canvas = Canvas.of(this, spec, budget);
            byte[] line = new byte[3 * width()];
            for (int y = 0; y < frame.top(); y++) {
                canvas.line(y, line, 0);
            }
            pixels.to(canvas, line, frame.left(), frame.top());
            byte[] empty = new byte[3 * width()];
            for (int y = frame.top() + frame.height(); y < height(); y++) {
                canvas.line(y, empty, 0);
            }
            return canvas.image();
        }
    }

    /** A file of this image alone, without alpha: the decoder takes no animations. */
    private byte[] simple() throws ImageDecodeException {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int at = frame.at();
        while (frame.end() - at >= 8) {
            long length = 8 + (in.getInt(at + 4) & 0xFFFFFFFFL);
            if (length > frame.end() - at) {
                break;
            }
            if (file[at] == 'V' && file[at + 1] == 'P' && file[at + 2] == '8') {
                int padded = (int) (length + (length & 1));
                ByteBuffer out = ByteBuffer.allocate(RIFF_HEADER + padded).order(ByteOrder.LITTLE_ENDIAN);
                out.put(file, 0, 4).putInt(4 + padded).put(file, 8, 4).put(file, at, (int) length);
                return out.array();
            }
            at += (int) (length + (length & 1));
        }
        throw ImageDecodeException.corrupt("the WebP file ends before its image does");
    }
}
