package io.reparam.image.decode;

import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of a TIFF file's first image, by ImageIO, which holds them all. It can be stopped between two strips or tiles: the time of
 * one is asked for before.
 */
final class TiffImage extends EncodedImage {
    private final byte[] file;
    private final TiffLayout layout;
    private final TiffWork work;

    TiffImage(byte[] file, TiffLayout layout) throws ImageDecodeException {
        super("TIFF", layout.width(), layout.height(), layout.orientation());
        this.file = file;
        this.layout = layout;
        work = TiffWork.of(layout);
    }

    @Override
    public long memory(@Nullable PreprocessSpec spec) {
        long pixel = (long) layout.samples() * Math.max(8, layout.bits()) / 8;
        // the raster; a strip or tile before and after decompression; the file as its stream caches it; tags
        return pixel * width() * height()
                + 3 * pixel * layout.part().pixels()
                + file.length
                + work.memory()
                + (4L * Math.max(3, layout.samples()) + 3) * width() // a line of numbers, and of RGB
                + Canvas.bytes(width(), height(), orientation(), spec);
    }

    @Override
    RgbImage decode(@Nullable PreprocessSpec spec, DecodeBudget budget) throws IOException {
        budget.reserve(
                work.nanos(),
                "a TIFF file of " + width() + "x" + height() + " pixels in parts of up to "
                        + layout.part().pixels() + " pixels");
        ImageReader reader = ImageIO.getImageReadersByFormatName("tiff").next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            AbortingListener listener = AbortingListener.on(reader, budget);
            if (reader.getWidth(0) != width() || reader.getHeight(0) != height()) {
                throw ImageDecodeException.corrupt("it has two headers that differ");
            }
            BufferedImage image = reader.read(0);
            listener.requireNotAborted();
            Canvas canvas = Canvas.of(this, spec, budget);
            lines(image, canvas);
            return canvas.image();
        } finally {
            reader.dispose();
        }
    }

    private void lines(BufferedImage image, Canvas canvas) throws ImageDecodeException {
        // not getRGB: it takes grey as linear light and changes the values
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        IndexColorModel palette = image.getColorModel() instanceof IndexColorModel index ? index : null;
        int shift = palette == null ? Math.max(0, raster.getSampleModel().getSampleSize(0) - 8) : 0;
        int[] row = new int[width() * bands];
        byte[] rgb = new byte[3 * width()];
        for (int y = 0; y < height(); y++) {
            raster.getPixels(0, y, width(), 1, row);
            for (int x = 0; x < width(); x++) {
                int colour = palette == null ? 0 : palette.getRGB(row[x * bands]);
                for (int c = 0; c < 3; c++) {
                    rgb[3 * x + c] = (byte)
                            (palette == null ? row[x * bands + (bands < 3 ? 0 : c)] >> shift : colour >> (16 - 8 * c));
                }
            }
            canvas.line(y, rgb, 0);
        }
    }
}
