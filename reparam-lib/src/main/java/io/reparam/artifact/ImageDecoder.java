package io.reparam.artifact;

import io.reparam.artifact.ImageDecodeException.Reason;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG and JPEG files to 8-bit RGB: the values that Pillow's {@code convert("RGB")} gives. Grey is repeated, palettes are
 * looked up, alpha is dropped, of 16 bits the upper 8 stay, colour profiles are ignored. A JPEG is turned as its EXIF orientation
 * says, and so is a PNG with an {@code eXIf} chunk; CMYK is taken as Adobe writes it; of an animated PNG, the first image is
 * decoded. Immutable; any number of threads may share one.
 */
public final class ImageDecoder {
    private final long maxPixels;

    /**
     * @param maxPixels width times height that an image may have; decoding takes up to 11 bytes a pixel, of a JPEG that is
     *     resized as it is read next to nothing
     */
    public ImageDecoder(long maxPixels) {
        if (maxPixels < 1) {
            throw new IllegalArgumentException("max pixels " + maxPixels + " must be 1 or more");
        }
        this.maxPixels = maxPixels;
    }

    /** @throws ImageDecodeException if the file is not an image, is damaged, or claims too many pixels */
    public RgbImage decode(byte[] file) throws ImageDecodeException {
        return decode(file, ImageDecoder::whole);
    }

    /**
     * Decodes an image for a net. A JPEG at least twice as large as the net needs is resized line by line as it is read, and never held
     * as a whole. {@link ImageTensorizer} makes the same of the result, to the last bit, as of the whole image.
     *
     * @throws ImageDecodeException as {@link #decode(byte[])} does
     */
    public RgbImage decode(byte[] file, PreprocessSpec spec) throws ImageDecodeException {
        return decode(file, (reader, header) -> {
            RgbImage small = ShrinkingRead.read(reader, header, spec);
            return small == null ? whole(reader, header) : small;
        });
    }

    private RgbImage decode(byte[] file, Read read) throws ImageDecodeException {
        ImageHeader header = ImageHeader.of(file);
        if (header.pixels() > maxPixels) {
            throw new ImageDecodeException(
                    Reason.TOO_MANY_PIXELS,
                    "the image has " + header.width() + "x" + header.height() + " = " + header.pixels()
                            + " pixels; the limit is " + maxPixels + ", so make it smaller");
        }
        if (header.components() == 2 || header.components() > 4) {
            throw new ImageDecodeException(
                    Reason.UNSUPPORTED_COLOUR,
                    "the JPEG has " + header.components() + " colour channels; save it as RGB or grey");
        }
        byte[] checked = header.format().equals("png") ? PngHeader.checked(file) : JpegSegments.withoutProfile(file);
        try {
            return read(checked, header, read);
        } catch (ImageDecodeException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // ImageIO's readers answer some damaged files with index and argument exceptions
            throw ImageDecodeException.corrupt("the " + header.format() + " reader gave up");
        }
    }

    private interface Read {
        RgbImage upright(ImageReader reader, ImageHeader header) throws IOException;
    }

    private static RgbImage read(byte[] file, ImageHeader header, Read read) throws IOException {
        List<String> damage = new ArrayList<>();
        ImageReader reader =
                ImageIO.getImageReadersByFormatName(header.format()).next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            reader.addIIOReadWarningListener((source, warning) -> {
                if (isDamage(warning)) {
                    damage.add(warning);
                }
            });
            if (reader.getWidth(0) != header.width() || reader.getHeight(0) != header.height()) {
                throw ImageDecodeException.corrupt("it has two headers that differ");
            }
            RgbImage image = read.upright(reader, header);
            if (!damage.isEmpty()) {
                throw ImageDecodeException.corrupt(damage.get(0));
            }
            return image;
        } finally {
            reader.dispose();
        }
    }

    private static RgbImage whole(ImageReader reader, ImageHeader header) throws IOException {
        // the reader refuses to convert four channels, but hands them out
        return header.orientation()
                .apply(
                        header.components() == 4
                                ? CmykJpeg.rgb(reader.readRaster(0, null), header.ycck())
                                : rgb(reader.read(0)));
    }

    /** The JPEG reader fills what is missing with grey and only warns; stray bytes between segments do no harm. */
    private static boolean isDamage(String warning) {
        return (warning.contains("Corrupt JPEG data") && !warning.contains("extraneous bytes"))
                || warning.contains("Premature end");
    }

    private static RgbImage rgb(BufferedImage image) {
        // not getRGB: it takes grey as linear light and changes the values
        Raster raster = image.getRaster();
        int width = image.getWidth();
        int bands = raster.getNumBands();
        IndexColorModel palette = image.getColorModel() instanceof IndexColorModel index ? index : null;
        int shift = palette == null ? raster.getSampleModel().getSampleSize(0) - 8 : 0;
        int green = bands < 3 ? 0 : 1;
        int blue = bands < 3 ? 0 : 2;
        byte[] rgb = new byte[Math.multiplyExact(3, Math.multiplyExact(width, image.getHeight()))];
        int[] row = new int[width * bands];
        for (int y = 0, to = 0; y < image.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < row.length; x += bands, to += 3) {
                if (palette != null) {
                    int color = palette.getRGB(row[x]);
                    rgb[to] = (byte) (color >> 16);
                    rgb[to + 1] = (byte) (color >> 8);
                    rgb[to + 2] = (byte) color;
                } else {
                    rgb[to] = (byte) (row[x] >> shift);
                    rgb[to + 1] = (byte) (row[x + green] >> shift);
                    rgb[to + 2] = (byte) (row[x + blue] >> shift);
                }
            }
        }
        return new RgbImage(width, image.getHeight(), rgb);
    }
}
