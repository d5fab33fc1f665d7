package io.reparam.image.decode;

import io.reparam.image.Orientation;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of a PNG file, a line after another, so that a large image needs little memory; an interlaced one is held as a whole.
 * Chunks that are not needed are passed over: what they hold compressed stays so.
 */
final class PngImage extends EncodedImage {
    /** First column, first row, columns apart, rows apart: of each pass of Adam7. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private final byte[] file;
    private final PngLayout layout;

    PngImage(byte[] file, PngLayout layout, Orientation orientation) throws ImageDecodeException {
        super("PNG", layout.width(), layout.height(), orientation);
        this.file = file;
        this.layout = layout;
    }

    @Override
    public long memory(@Nullable PreprocessSpec spec) {
        long pixels = (long) width() * height();
        return Canvas.bytes(width(), height(), orientation(), spec)
                + (layout.interlaced() ? 3 * pixels : 0)
                + 19L * width() // two lines of up to 8 bytes a pixel, one of RGB
                + PngData.BYTES;
    }

    @Override
    RgbImage decode(@Nullable PreprocessSpec spec, DecodeBudget budget) throws ImageDecodeException {
        byte[] palette = checked(budget);
        if (layout.palette() && palette.length == 0) {
            throw ImageDecodeException.corrupt("the PNG file has no palette");
        }
        Canvas canvas = Canvas.of(this, spec, budget);
        try (PngData pixels = new PngData(file, budget)) {
            if (layout.interlaced()) {
                interlaced(pixels, palette, canvas, budget);
            } else {
                straight(pixels, palette, canvas);
            }
        }
        return canvas.image();
    }

    /**
     * The palette, if there is one. ImageIO neither checks the checksums nor misses the last chunk, so a file that is cut off after the
     * pixels would pass.
     *
     * @throws ImageDecodeException if a chunk is cut off or its checksum is wrong, or the last one is missing
     */
    private byte[] checked(DecodeBudget budget) throws ImageDecodeException {
        byte[] palette = new byte[0];
        for (PngChunk chunk = PngChunk.first(file); chunk != null; chunk = chunk.next(file)) {
            budget.spend(chunk.length());
            chunk.check(file);
            if (chunk.type() == PngChunk.END) {
                return palette;
            }
            if (chunk.type() == PngChunk.PALETTE) {
                int bytes = Math.min(chunk.length(), PngLayout.LARGEST_PALETTE);
                palette = Arrays.copyOfRange(file, chunk.content(), chunk.content() + bytes);
            }
        }
        throw ImageDecodeException.corrupt("the PNG file ends at byte " + file.length + ", before its last chunk");
    }

    private void straight(PngData pixels, byte[] palette, Canvas canvas) throws ImageDecodeException {
        byte[] rgb = new byte[3 * width()];
        PngLines lines = new PngLines(pixels, layout, width());
        for (int y = 0; y < height(); y++) {
            layout.toRgb(lines.next(), width(), palette, rgb, 0, 1);
            canvas.line(y, rgb, 0);
        }
    }

    private void interlaced(PngData pixels, byte[] palette, Canvas canvas, DecodeBudget budget)
            throws ImageDecodeException {
        byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width(), height()))];
        for (int[] pass : PASSES) {
            int across = (width() - pass[0] + pass[2] - 1) / pass[2];
            if (across > 0 && pass[1] < height()) {
                PngLines lines = new PngLines(pixels, layout, across);
                for (int y = pass[1]; y < height(); y += pass[3]) {
                    budget.spend(across * layout.filterStep());
                    layout.toRgb(lines.next(), across, palette, rgb, y * width() + pass[0], pass[2]);
                }
            }
        }
        for (int y = 0; y < height(); y++) {
            canvas.line(y, rgb, 3 * y * width());
        }
    }
}
