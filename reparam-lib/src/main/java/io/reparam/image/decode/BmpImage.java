package io.reparam.image.decode;

import io.reparam.image.Orientation;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import org.jspecify.annotations.Nullable;

/** The pixels of a BMP file. */
final class BmpImage extends EncodedImage {
    private final byte[] file;
    private final BmpLayout layout;

    BmpImage(byte[] file, BmpLayout layout, int width, int height) throws ImageDecodeException {
        super("BMP", width, height, Orientation.UPRIGHT);
        this.file = file;
        this.layout = layout;
    }

    @Override
    public long memory(@Nullable PreprocessSpec spec) {
        return 4L * width() + Canvas.bytes(width(), height(), orientation(), spec);
    }

    @Override
    RgbImage decode(@Nullable PreprocessSpec spec, DecodeBudget budget) throws ImageDecodeException {
        if (!layout.runs() && layout.start() + layout.lineBytes(width()) * height() > file.length) {
            throw ImageDecodeException.corrupt("the BMP file of " + file.length + " bytes ends before its pixels do");
        }
        Canvas canvas = Canvas.of(this, spec, budget);
        byte[] rgb = new byte[3 * width()];
        BmpRuns runs = layout.runs() ? new BmpRuns(file, layout, width(), height()) : null;
        for (int row = 0; row < height(); row++) {
            if (runs != null) {
                runs.next(rgb, budget);
            } else {
                int at = (int) (layout.start() + row * layout.lineBytes(width()));
                layout.toRgb(file, at, width(), rgb);
            }
            canvas.line(layout.topDown() ? row : height() - 1 - row, rgb, 0);
        }
        return canvas.image();
    }
}
