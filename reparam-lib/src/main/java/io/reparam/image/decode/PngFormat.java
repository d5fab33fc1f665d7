package io.reparam.image.decode;

import io.reparam.image.Orientation;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * PNG, of which an animated one is decoded to its first image.
 *
 * @see <a href="https://www.w3.org/TR/png-3/#5DataRep">PNG, datastream structure</a>
 */
final class PngFormat implements ImageFormat {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;

    @Override
    public String name() {
        return "PNG";
    }

    @Override
    public List<String> extensions() {
        return List.of("png", "apng");
    }

    @Override
    public boolean matches(byte[] file) {
        return file.length >= 8 && ByteBuffer.wrap(file).getLong() == SIGNATURE;
    }

    @Override
    public EncodedImage open(byte[] file) throws ImageDecodeException {
        if (file.length < PngChunk.FIRST + PngChunk.FRAME + PngLayout.BYTES
                || ByteBuffer.wrap(file).getInt(PngChunk.FIRST + 4) != PngLayout.TYPE) {
            throw ImageDecodeException.corrupt("a PNG file must start with its header chunk");
        }
        return new PngImage(
                file, PngLayout.of(ByteBuffer.wrap(file, PngChunk.FIRST + 8, PngLayout.BYTES)), turned(file));
    }

    /** The chunk may stand before or after the pixels. */
    private static Orientation turned(byte[] file) {
        for (PngChunk chunk = PngChunk.first(file); chunk != null; chunk = chunk.next(file)) {
            if (chunk.type() == PngChunk.EXIF) {
                return Orientation.ofTiff(ByteBuffer.wrap(file).slice(chunk.content(), chunk.length()))
                        .orElse(Orientation.UPRIGHT);
            }
        }
        return Orientation.UPRIGHT;
    }
}
