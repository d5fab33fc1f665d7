package io.reparam.artifact;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file. ImageIO neither checks their checksums nor misses the last one, so a file that is cut off behind
 * the pixels, or whose pixels are damaged, would pass.
 *
 * @see <a href="https://www.w3.org/TR/png-3/#5DataRep">PNG, datastream structure</a>
 */
final class PngHeader {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int IHDR = 0x49484452;
    private static final int EXIF = 0x65584966;
    private static final int IEND = 0x49454E44;
    /** Length, type and checksum of a chunk. */
    private static final int CHUNK_FRAME = 12;

    private PngHeader() {}

    static boolean matches(byte[] file) {
        return file.length >= 8 && ByteBuffer.wrap(file).getLong() == SIGNATURE;
    }

    static ImageHeader read(byte[] file) throws ImageDecodeException {
        ByteBuffer in = ByteBuffer.wrap(file);
        if (file.length < 8 + CHUNK_FRAME + 13 || in.getInt(12) != IHDR) {
            throw ImageDecodeException.corrupt("a PNG file must start with its header chunk");
        }
        int width = in.getInt(16);
        int height = in.getInt(20);
        if (width < 1 || height < 1) {
            throw ImageDecodeException.corrupt("the header says " + width + "x" + height + " pixels");
        }
        return new ImageHeader("png", width, height, 0, false, orientation(in));
    }

    /** The chunk may stand before or behind the pixels. */
    private static Orientation orientation(ByteBuffer in) {
        int at = 8;
        while (in.limit() - at >= CHUNK_FRAME) {
            int length = in.getInt(at);
            if (length < 0 || length > in.limit() - at - CHUNK_FRAME) {
                break;
            }
            if (in.getInt(at + 4) == EXIF) {
                return Orientation.ofTiff(in.slice(at + 8, length)).orElse(Orientation.UPRIGHT);
            }
            at += CHUNK_FRAME + length;
        }
        return Orientation.UPRIGHT;
    }

    /**
     * @return the file
     * @throws ImageDecodeException if a chunk is cut off or its checksum is wrong, or the last one is missing
     */
    static byte[] checked(byte[] file) throws ImageDecodeException {
        ByteBuffer in = ByteBuffer.wrap(file);
        CRC32 crc = new CRC32();
        int at = 8;
        while (file.length - at >= CHUNK_FRAME) {
            int length = in.getInt(at);
            if (length < 0 || length > file.length - at - CHUNK_FRAME) {
                break;
            }
            crc.reset();
            crc.update(file, at + 4, 4 + length);
            if ((int) crc.getValue() != in.getInt(at + 8 + length)) {
                throw ImageDecodeException.corrupt("the PNG chunk at byte " + at + " has a wrong checksum");
            }
            if (in.getInt(at + 4) == IEND) {
                return file;
            }
            at += CHUNK_FRAME + length;
        }
        throw ImageDecodeException.corrupt("the PNG file ends at byte " + file.length + ", before its last chunk");
    }
}
