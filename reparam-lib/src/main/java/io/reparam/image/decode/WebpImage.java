package io.reparam.image.decode;

import io.reparam.image.Orientation;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import org.jspecify.annotations.Nullable;

/** The pixels of a WebP file, by libwebp, which cannot be stopped: its time is asked for before. */
final class WebpImage extends EncodedImage {
    private static final long NANOS_A_PIXEL = 40;
    /** A lossy pixel is cheap but for its bits, of which noise has eight and more. */
    private static final long NANOS_A_LOSSY_PIXEL = 25;

    private static final long NANOS_A_LOSSY_BYTE = 110;
    private static final long NANOS_A_BYTE = 10;
    /** To read its five prefix codes, and to build their tables. */
    private static final long NANOS_A_GROUP = 30_000;

    /** Tables of five prefix codes, with the largest cache of colours, and what points to them. */
    private static final long BYTES_A_GROUP = 21_000;

    /** Rows that the lossy decoder works on: a pixel across takes so many bytes. */
    private static final long BYTES_A_COLUMN = 64;

    private final byte[] file;
    private final Frame frame;
    /** Of prefix codes; 0 in a lossy image, and as long as they are not counted. */
    private final int groups;

    /**
     * The image, or the first of an animation.
     *
     * @param chunk that holds its pixels
     * @param width that the file says
     * @param height that the file says
     * @param left of it in the whole image; what it does not cover is black
     * @param top of it in the whole image
     */
    record Frame(WebpChunk chunk, int width, int height, int left, int top) {}

    WebpImage(byte[] file, Frame frame, int width, int height, Orientation orientation) throws ImageDecodeException {
        this(file, frame, width, height, orientation, 0);
    }

    private WebpImage(byte[] file, Frame frame, int width, int height, Orientation orientation, int groups)
            throws ImageDecodeException {
        super("WebP", width, height, orientation);
        if (frame.left() + (long) frame.width() > width || frame.top() + (long) frame.height() > height) {
            throw ImageDecodeException.corrupt("a frame of the WebP file lies outside the image");
        }
        WebpChunk chunk = frame.chunk();
        if (chunk.width() != frame.width() || chunk.height() != frame.height()) {
            throw ImageDecodeException.corrupt("the WebP file says " + frame.width() + "x" + frame.height()
                    + " pixels, and the image in it " + chunk.width() + "x" + chunk.height());
        }
        this.file = file;
        this.frame = frame;
        this.groups = groups;
    }

    @Override
    EncodedImage inspected() throws ImageDecodeException {
        WebpChunk chunk = frame.chunk();
        if (!chunk.lossless()) {
            return this;
        }
        int content = chunk.at() + WebpChunk.HEADER;
        int counted = WebpCodeGroups.count(file, content, content + chunk.length(), chunk.width(), chunk.height());
        return new WebpImage(file, frame, width(), height(), orientation(), counted);
    }

    @Override
    public long memory(@Nullable PreprocessSpec spec) {
        long pixels = (long) frame.width() * frame.height();
        // the pixels that it gives, and of a lossless file as much again
        long decoder = frame.chunk().lossless() ? 8 * pixels + BYTES_A_GROUP * groups : 4 * pixels;
        return decoder
                + BYTES_A_COLUMN * frame.width()
                + 2L * file.length
                + 8L * width() // a line with the frame in it, and one without
                + Canvas.bytes(width(), height(), orientation(), spec);
    }

    private long nanos() {
        long pixels = (long) frame.width() * frame.height();
        long bytes = frame.chunk().length();
        return frame.chunk().lossless()
                ? NANOS_A_PIXEL * pixels + NANOS_A_BYTE * bytes + NANOS_A_GROUP * groups
                : NANOS_A_LOSSY_PIXEL * pixels + NANOS_A_LOSSY_BYTE * bytes;
    }

    @Override
    RgbImage decode(@Nullable PreprocessSpec spec, DecodeBudget budget) throws ImageDecodeException {
        budget.reserve(nanos(), "a WebP file of " + frame.width() + "x" + frame.height() + " pixels");
        try (NativePixels pixels = NativeCodecs.webp(frame.chunk().alone(file))) {
            if (pixels == null || pixels.width() != frame.width() || pixels.height() != frame.height()) {
                throw ImageDecodeException.corrupt("the WebP decoder gave up");
            }
            Canvas canvas = Canvas.of(this, spec, budget);
            int[] line = new int[width()];
            for (int y = 0; y < frame.top(); y++) {
                canvas.line(y, line);
            }
            pixels.to(canvas, line, frame.left(), frame.top());
            int[] empty = new int[width()];
            for (int y = frame.top() + frame.height(); y < height(); y++) {
                canvas.line(y, empty);
            }
            return canvas.image();
        }
    }
}
