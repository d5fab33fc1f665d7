package io.reparam.artifact;

import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import org.jspecify.annotations.Nullable;

/** Reads a JPEG and resizes it at the same time, a line after another. */
final class ShrinkingRead {
    private ShrinkingRead() {}

    /**
     * The image, upright and as small as the net needs it.
     *
     * @return null if it has to be read as a whole: for its format, its colours or its size
     */
    static @Nullable RgbImage read(ImageReader reader, ImageHeader header, PreprocessSpec spec) throws IOException {
        boolean muchLarger = Math.min(header.width(), header.height()) / 2 >= spec.shorterSide();
        if (!muchLarger || spec.fit() != Fit.CROP || (header.components() != 1 && header.components() != 3)) {
            return null;
        }
        ImageTypeSpecifier type = reader.getImageTypes(0).next();
        if (type.getNumBands() != header.components()) {
            return null;
        }
        Orientation orientation = header.orientation();
        int width = orientation.transposed() ? header.height() : header.width();
        int height = orientation.transposed() ? header.width() : header.height();
        Resized size = Resized.of(width, height, spec);
        LineSink sink = sink(orientation, width, height, size, spec.interpolation());

        ScanlineRaster raster = new ScanlineRaster(header.width(), header.height(), header.components(), sink);
        ImageReadParam into = reader.getDefaultReadParam();
        into.setDestination(new BufferedImage(type.getColorModel(), raster, false, null));
        reader.read(0, into);
        return raster.complete() ? new RgbImage(size.width(), size.height(), sink.result()) : null;
    }

    private static LineSink sink(
            Orientation orientation, int width, int height, Resized size, Interpolation interpolation) {
        Taps columns = Taps.of(width, size.width(), 0, size.width(), interpolation);
        Taps rows = Taps.of(height, size.height(), 0, size.height(), interpolation);
        if (orientation.mirrored()) {
            columns = columns.mirrored(width);
        }
        if (orientation.flipped()) {
            rows = rows.mirrored(height);
        }
        return orientation.transposed() ? new TransposedResampler(columns, rows, height) : new Resampler(columns, rows);
    }
}
