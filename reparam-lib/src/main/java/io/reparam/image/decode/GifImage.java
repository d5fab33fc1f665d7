package io.reparam.image.decode;

import io.reparam.image.Orientation;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import org.jspecify.annotations.Nullable;

/** The pixels of a GIF file's first image. */
final class GifImage extends EncodedImage {
    private static final int MOST_CODES = 1 << 12;
    private static final int[][] PASSES = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};

    private final byte[] file;
    private final Frame frame;
    private final byte[] palette;
    private final int background;
    private final int data;

    /** Where the image lies in the whole one, and whether its lines come in four passes. */
    record Frame(int left, int top, int width, int height, boolean interlaced) {}

    /**
     * @param palette R G B of each index; empty for grey
     * @param background index of what the frame does not cover, as Pillow has it
     * @param data where the pixels start
     */
    GifImage(byte[] file, Frame frame, byte[] palette, int background, int data, int width, int height)
            throws ImageDecodeException {
        super("GIF", width, height, Orientation.UPRIGHT);
        if (frame.width() < 1 || frame.height() < 1) {
            throw ImageDecodeException.corrupt(
                    "the first image has " + frame.width() + "x" + frame.height() + " pixels");
        }
        this.file = file;
        this.frame = frame;
        this.palette = palette;
        this.background = background;
        this.data = data;
    }

    @Override
    public long memory(@Nullable PreprocessSpec spec) {
        return (long) frame.width() * frame.height()
                + 3L * width()
                + 16L * MOST_CODES
                + Canvas.bytes(width(), height(), orientation(), spec);
    }

    @Override
    RgbImage decode(@Nullable PreprocessSpec spec, DecodeBudget budget) throws ImageDecodeException {
        byte[] indexes = new byte[Math.multiplyExact(frame.width(), frame.height())];
        new GifCodes(file, data).read(indexes, budget);
        int[] rows = rows();
        Canvas canvas = Canvas.of(this, spec, budget);
        byte[] rgb = new byte[3 * width()];
        for (int y = 0; y < height(); y++) {
            for (int x = 0; x < width(); x++) {
                int column = x - frame.left();
                int row = y - frame.top();
                boolean inside = column >= 0 && column < frame.width() && row >= 0 && row < frame.height();
                look(inside ? indexes[rows[row] * frame.width() + column] & 0xFF : background, rgb, 3 * x);
            }
            canvas.line(y, rgb, 0);
        }
        return canvas.image();
    }

    /** Which of the stored lines each line is. */
    private int[] rows() {
        int[] rows = new int[frame.height()];
        int stored = 0;
        for (int[] pass : frame.interlaced() ? PASSES : new int[][] {{0, 1}}) {
            for (int y = pass[0]; y < rows.length; y += pass[1]) {
                rows[y] = stored++;
            }
        }
        return rows;
    }

    private void look(int index, byte[] rgb, int to) {
        for (int c = 0; c < 3; c++) {
            int from = 3 * index + c;
            byte known = from < palette.length ? palette[from] : 0;
            rgb[to + c] = palette.length == 0 ? (byte) index : known;
        }
    }
}
