package io.reparam.image.decode;

import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of a JPEG file. libjpeg-turbo decodes it, where that is there, at 1/2, 1/4 or 1/8 of its size if the net needs no more;
 * ImageIO decodes what has four channels, and judges what libjpeg-turbo complains about.
 */
final class JpegImage extends EncodedImage {
    private final byte[] file;
    private final JpegFrame frame;

    JpegImage(byte[] file, JpegFrame frame) throws ImageDecodeException {
        super("JPEG", frame.width(), frame.height(), frame.orientation());
        this.file = file;
        this.frame = frame;
    }

    @Override
    public long memory(@Nullable PreprocessSpec spec) {
        long pixels = (long) width() * height();
        long coefficients = 128 * frame.blocks();
        // a copy without profiles, and what ImageIO's stream keeps
        long files = 2L * file.length;
        if (frame.channels() == 4) {
            return coefficients + 4 * pixels + files + Canvas.bytes(width(), height(), orientation(), spec);
        }
        int scale = NativeCodecs.AVAILABLE ? scale(spec) : 1;
        long given = NativeCodecs.AVAILABLE ? 4L * Canvas.shrunk(width(), scale) * Canvas.shrunk(height(), scale) : 0;
        // a sequential file of several scans is held as a progressive one is; how many there are, only decoding tells
        return (frame.progressive() || frame.channels() > 1 ? coefficients : 0)
                + given
                + files
                + Math.max(
                        Canvas.bytes(
                                Canvas.shrunk(width(), scale), Canvas.shrunk(height(), scale), orientation(), spec),
                        Canvas.bytes(width(), height(), orientation(), spec));
    }

    @Override
    RgbImage decode(@Nullable PreprocessSpec spec, DecodeBudget budget) throws IOException {
        JpegSegments segments = JpegSegments.of(file, frame);
        boolean turbo = frame.channels() != 4 && NativeCodecs.AVAILABLE;
        int scale = turbo ? scale(spec) : 1;
        if (turbo) {
            long pixels = (long) Canvas.shrunk(width(), scale) * Canvas.shrunk(height(), scale);
            reserve(segments.nanos(pixels, file.length), segments, budget);
            try (NativePixels decoded = NativeCodecs.jpeg(file, scale)) {
                if (decoded != null && fits(decoded, scale)) {
                    Canvas canvas = new Canvas(this, scale, spec, budget);
                    decoded.to(canvas, new int[decoded.width()], 0, 0);
                    return canvas.image();
                }
            }
        }
        // what libjpeg-turbo complained about takes its time once more
        reserve(segments.imageIoNanos(frame, file.length), segments, budget);
        return ImageIoJpeg.read(file, this, frame, segments, spec, budget);
    }

    /** No decoder can be stopped between two scans. */
    private void reserve(long nanos, JpegSegments segments, DecodeBudget budget) throws ImageDecodeException {
        budget.reserve(nanos, "a JPEG of " + width() + "x" + height() + " pixels in " + segments.scans() + " scans");
    }

    private boolean fits(NativePixels pixels, int scale) {
        return pixels.width() == Canvas.shrunk(width(), scale) && pixels.height() == Canvas.shrunk(height(), scale);
    }

    /** The largest of 8, 4, 2 that leaves twice what the net needs; 1 if none does. */
    private int scale(@Nullable PreprocessSpec spec) {
        int scale = spec == null ? 1 : 8;
        while (spec != null
                && scale > 1
                && !Canvas.isMuchLarger(Canvas.shrunk(width(), scale), Canvas.shrunk(height(), scale), spec)) {
            scale /= 2;
        }
        return scale;
    }
}
