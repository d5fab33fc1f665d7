package io.reparam.image.decode;

import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/** Decodes a JPEG by ImageIO, a line after another where it can. */
final class ImageIoJpeg {
    private ImageIoJpeg() {}

    /** @throws ImageDecodeException STOPPED, or CORRUPT, also where the reader only warns of damage */
    static RgbImage read(
            byte[] file,
            EncodedImage image,
            JpegFrame frame,
            JpegSegments segments,
            @Nullable PreprocessSpec spec,
            DecodeBudget budget)
            throws IOException {
        List<String> damage = new ArrayList<>();
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(segments.withoutProfiles(file)))) {
            reader.setInput(in, true, true);
            reader.addIIOReadWarningListener((source, warning) -> {
                if (isDamage(warning)) {
                    damage.add(warning);
                }
            });
            AbortingListener listener = AbortingListener.on(reader, budget);
            if (reader.getWidth(0) != image.width() || reader.getHeight(0) != image.height()) {
                throw ImageDecodeException.corrupt("it has two headers that differ");
            }
            Canvas canvas = Canvas.of(image, spec, budget);
            // the reader refuses to convert four channels, but hands them out
            boolean complete = frame.channels() == 4
                    ? CmykJpeg.read(reader.readRaster(0, null), frame.ycck(), canvas)
                    : lines(reader, frame, canvas);
            listener.requireNotAborted();
            if (!damage.isEmpty()) {
                throw ImageDecodeException.corrupt(damage.get(0));
            }
            if (!complete) {
                whole(reader, canvas);
                listener.requireNotAborted();
            }
            return canvas.image();
        } finally {
            reader.dispose();
        }
    }

    /** The JPEG reader fills what is missing with grey and only warns; stray bytes between segments do no harm. */
    private static boolean isDamage(String warning) {
        return (warning.contains("Corrupt JPEG data") && !warning.contains("extraneous bytes"))
                || warning.contains("Premature end");
    }

    private static boolean lines(ImageReader reader, JpegFrame frame, Canvas canvas) throws IOException {
        ImageTypeSpecifier type = reader.getImageTypes(0).next();
        if (type.getNumBands() != frame.channels()) {
            return false;
        }
        ScanlineRaster raster = new ScanlineRaster(frame.width(), frame.height(), frame.channels(), canvas);
        ImageReadParam into = reader.getDefaultReadParam();
        into.setDestination(new BufferedImage(type.getColorModel(), raster, false, null));
        reader.read(0, into);
        return raster.complete();
    }

    private static void whole(ImageReader reader, Canvas canvas) throws IOException {
        Raster raster = reader.read(0).getRaster();
        int bands = raster.getNumBands();
        int[] row = new int[bands * raster.getWidth()];
        byte[] rgb = new byte[3 * raster.getWidth()];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, raster.getWidth(), 1, row);
            for (int x = 0; x < raster.getWidth(); x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[3 * x + c] = (byte) row[bands * x + (bands < 3 ? 0 : c)];
                }
            }
            canvas.line(y, rgb, 0);
        }
    }
}
