package io.reparam.image.decode;

import io.reparam.image.Orientation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * WebP, lossy and lossless; of an animated one, the first image.
 *
 * @see <a href="https://developers.google.com/speed/webp/docs/riff_container">WebP container</a>
 */
final class WebpFormat implements ImageFormat {
    private static final int LOSSY = tag("VP8 ");
    private static final int LOSSLESS = tag("VP8L");
    private static final int EXTENDED = tag("VP8X");
    private static final int FRAME = tag("ANMF");
    private static final int EXIF = tag("EXIF");

    /** What stands before the first chunk of a file. */
    private static final int FIRST = 12;

    /** What stands before the first chunk of an animation's frame. */
    private static final int FRAME_HEADER = 16;

    @Override
    public String name() {
        return "WebP";
    }

    @Override
    public List<String> extensions() {
        return List.of("webp");
    }

    @Override
    public boolean matches(byte[] file) {
        return file.length >= FIRST && tag(file, 0) == tag("RIFF") && tag(file, 8) == tag("WEBP");
    }

    @Override
    public EncodedImage open(byte[] file) throws ImageDecodeException {
        if (!NativeCodecs.AVAILABLE) {
            throw new ImageDecodeException(
                    ImageDecodeException.Reason.OTHER_FORMAT,
                    "the image is a WebP file, whose decoder did not load on this machine; convert it to PNG or JPEG");
        }
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int end = (int) Math.min(file.length, 8 + (in.getInt(4) & 0xFFFFFFFFL));
        int type = file.length < FIRST + 8 ? 0 : tag(file, FIRST);
        if (type == LOSSY || type == LOSSLESS) {
            WebpChunk chunk = WebpChunk.read(file, FIRST, end);
            WebpImage.Frame whole = new WebpImage.Frame(chunk, chunk.width(), chunk.height(), 0, 0);
            return new WebpImage(file, whole, chunk.width(), chunk.height(), Orientation.UPRIGHT);
        }
        if (type != EXTENDED || file.length < FIRST + 18) {
            throw ImageDecodeException.corrupt("the WebP file has no image chunk");
        }
        int width = 1 + int24(in, FIRST + 12);
        int height = 1 + int24(in, FIRST + 15);
        return extended(file, in, end, width, height);
    }

    private static EncodedImage extended(byte[] file, ByteBuffer in, int end, int width, int height)
            throws ImageDecodeException {
        WebpImage.Frame frame = null;
        Orientation orientation = Orientation.UPRIGHT;
        for (long at = FIRST; at + 8 <= end; ) {
            int start = (int) at;
            long length = in.getInt(start + 4) & 0xFFFFFFFFL;
            if (length > end - at - 8) {
                throw ImageDecodeException.corrupt("the WebP file ends before its chunk at byte " + start + " does");
            }
            int type = tag(file, start);
            if (frame == null && (type == LOSSY || type == LOSSLESS)) {
                // an alpha chunk may stand before it; its values are not needed
                frame = new WebpImage.Frame(WebpChunk.read(file, start, end), width, height, 0, 0);
            } else if (frame == null && type == FRAME && length > FRAME_HEADER) {
                frame = frame(file, in, start + 8, start + 8 + (int) length);
            } else if (type == EXIF) {
                orientation = exif(ByteBuffer.wrap(file).slice(start + 8, (int) length));
            }
            at += 8 + length + (length & 1);
        }
        if (frame == null) {
            throw ImageDecodeException.corrupt("the WebP file has no image chunk");
        }
        return new WebpImage(file, frame, width, height, orientation);
    }

    private static WebpImage.Frame frame(byte[] file, ByteBuffer in, int at, int end) throws ImageDecodeException {
        return new WebpImage.Frame(
                WebpChunk.first(file, at + FRAME_HEADER, end),
                1 + int24(in, at + 6),
                1 + int24(in, at + 9),
                2 * int24(in, at),
                2 * int24(in, at + 3));
    }

    private static Orientation exif(ByteBuffer chunk) {
        return Orientation.ofExif(chunk).or(() -> Orientation.ofTiff(chunk)).orElse(Orientation.UPRIGHT);
    }

    private static int int24(ByteBuffer in, int at) {
        return (in.getShort(at) & 0xFFFF) | (in.get(at + 2) & 0xFF) << 16;
    }

    private static int tag(byte[] file, int at) {
        return ByteBuffer.wrap(file).getInt(at);
    }

    private static int tag(String name) {
        return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
    }
}
