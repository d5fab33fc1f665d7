package io.reparam.image.decode;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A chunk of a PNG file that lies in it as a whole.
 *
 * @param type four ASCII letters
 * @param content where it starts
 * @param length of the content
 */
record PngChunk(int type, int content, int length) {
    static final int FIRST = 8;
    /** Length, type and checksum. */
    static final int FRAME = 12;

    static final int PALETTE = 0x504C5445;
    static final int EXIF = 0x65584966;
    static final int DATA = 0x49444154;
    static final int END = 0x49454E44;

    static @Nullable PngChunk first(byte[] file) {
        return at(file, FIRST);
    }

    /** Null if the file ends before the end of the next one. */
    @Nullable
    PngChunk next(byte[] file) {
        return at(file, content + length + 4);
    }

    private static @Nullable PngChunk at(byte[] file, int at) {
        if (file.length - at < FRAME) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(file);
        int length = in.getInt(at);
        return length < 0 || length > file.length - at - FRAME ? null : new PngChunk(in.getInt(at + 4), at + 8, length);
    }

    /** @throws ImageDecodeException if the checksum is wrong */
    void check(byte[] file) throws ImageDecodeException {
        CRC32 crc = new CRC32();
        crc.update(file, content - 4, 4 + length);
        if ((int) crc.getValue() != ByteBuffer.wrap(file).getInt(content + length)) {
            throw ImageDecodeException.corrupt("the PNG chunk at byte " + (content - 8) + " has a wrong checksum");
        }
    }
}
