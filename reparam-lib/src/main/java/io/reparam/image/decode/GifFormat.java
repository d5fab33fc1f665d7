package io.reparam.image.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * GIF, of which the first image is decoded; what follows it is not read.
 *
 * @see <a href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt">GIF89a</a>
 */
final class GifFormat implements ImageFormat {
    private static final int SCREEN = 13;
    private static final int EXTENSION = 0x21;
    private static final int CONTROL = 0xF9;
    private static final int IMAGE = 0x2C;

    @Override
    public String name() {
        return "GIF";
    }

    @Override
    public List<String> extensions() {
        return List.of("gif");
    }

    @Override
    public boolean matches(byte[] file) {
        String start = new String(file, 0, Math.min(6, file.length), StandardCharsets.ISO_8859_1);
        return start.equals("GIF87a") || start.equals("GIF89a");
    }

    @Override
    public EncodedImage open(byte[] file) throws ImageDecodeException {
        try {
            return read(file, ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IndexOutOfBoundsException e) {
            throw ImageDecodeException.corrupt("the GIF file ends before its first image");
        }
    }

    private static EncodedImage read(byte[] file, ByteBuffer in) throws ImageDecodeException {
        int flags = in.get(10);
        byte[] palette = palette(file, SCREEN, flags);
        int transparent = -1;
        int at = SCREEN + palette.length;
        while (in.get(at) == EXTENSION) {
            if ((in.get(at + 1) & 0xFF) == CONTROL && (in.get(at + 3) & 1) != 0) {
                transparent = in.get(at + 6) & 0xFF;
            }
            at += 2;
            while (in.get(at) != 0) {
                at += 1 + (in.get(at) & 0xFF);
            }
            at++;
        }
        if (in.get(at) != IMAGE) {
            throw ImageDecodeException.corrupt("the GIF file has no image at byte " + at);
        }
        GifImage.Frame frame = new GifImage.Frame(
                in.getShort(at + 1) & 0xFFFF,
                in.getShort(at + 3) & 0xFFFF,
                in.getShort(at + 5) & 0xFFFF,
                in.getShort(at + 7) & 0xFFFF,
                (in.get(at + 9) & 0x40) != 0);
        byte[] own = palette(file, at + 10, in.get(at + 9));
        return new GifImage(
                file,
                frame,
                own.length > 0 ? own : palette,
                Math.max(0, transparent),
                at + 10 + own.length,
                Math.max(in.getShort(6) & 0xFFFF, frame.left() + frame.width()),
                Math.max(in.getShort(8) & 0xFFFF, frame.top() + frame.height()));
    }

    private static byte[] palette(byte[] file, int at, int flags) {
        int bytes = (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
        if (at + bytes > file.length) {
            throw new IndexOutOfBoundsException(at);
        }
        return Arrays.copyOfRange(file, at, at + bytes);
    }
}
