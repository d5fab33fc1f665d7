package io.reparam.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * How a camera was held, from the tag that it wrote.
 *
 * @param transposed the stored image's rows are the upright image's columns; done first
 * @param mirrored columns run from the right in the result of that; done last
 * @param flipped rows run from the bottom in the result of that; done last
 * @see <a href="https://exiftool.org/TagNames/EXIF.html">tag 0x0112, Orientation</a>
 */
public record Orientation(boolean transposed, boolean mirrored, boolean flipped) {
    /** As it is stored. */
    public static final Orientation UPRIGHT = new Orientation(false, false, false);

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;

    /** The tag's values 1 to 8. */
    public static Orientation of(int tag) {
        return switch (tag) {
            case 2 -> new Orientation(false, true, false);
            case 3 -> new Orientation(false, true, true);
            case 4 -> new Orientation(false, false, true);
            case 5 -> new Orientation(true, false, false);
            case 6 -> new Orientation(true, true, false);
            case 7 -> new Orientation(true, true, true);
            case 8 -> new Orientation(true, false, true);
            default -> UPRIGHT;
        };
    }

    /** Reads an APP1 segment; what is not there or makes no sense is passed over, as viewers do. */
    public static Optional<Orientation> ofExif(ByteBuffer segment) {
        if (segment.limit() < 14 || segment.getInt(0) != 0x45786966 || segment.getShort(4) != 0) { // "Exif\0\0"
            return Optional.empty();
        }
        return ofTiff(segment.slice(6, segment.limit() - 6));
    }

    /** Reads the content of a PNG's eXIf chunk. */
    public static Optional<Orientation> ofTiff(ByteBuffer tiff) {
        if (tiff.limit() < 8) {
            return Optional.empty();
        }
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = tiff.getInt(4) & 0xFFFFFFFFL;
        if (directory + 2 > tiff.limit()) {
            return Optional.empty();
        }
        int entries = tiff.getShort((int) directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            long entry = directory + 2 + 12L * i;
            if (entry + 12 > tiff.limit()) {
                break;
            }
            int at = (int) entry;
            if ((tiff.getShort(at) & 0xFFFF) == TAG && tiff.getShort(at + 2) == SHORT) {
                return Optional.of(of(tiff.getShort(at + 8)));
            }
        }
        return Optional.empty();
    }

    /** The image upright. */
    public RgbImage apply(RgbImage image) {
        if (equals(UPRIGHT)) {
            return image;
        }
        int width = transposed ? image.height() : image.width();
        int height = transposed ? image.width() : image.height();
        byte[] rgb = new byte[image.rgb().length];
        for (int y = 0, to = 0; y < height; y++) {
            int v = flipped ? height - 1 - y : y;
            for (int x = 0; x < width; x++, to += 3) {
                int u = mirrored ? width - 1 - x : x;
                int from = 3 * (transposed ? u * image.width() + v : v * image.width() + u);
                rgb[to] = image.rgb()[from];
                rgb[to + 1] = image.rgb()[from + 1];
                rgb[to + 2] = image.rgb()[from + 2];
            }
        }
        return new RgbImage(width, height, rgb);
    }
}
