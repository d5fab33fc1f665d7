package io.reparam.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reparam.image.ChannelOrder;
import io.reparam.image.Fit;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.Interpolation;
import io.reparam.image.Orientation;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import io.reparam.image.decode.ImageDecodeException.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanvasTest {
    private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrientation_baselineProgressiveAndGrey_theNetSeesTheSame(int tag) throws IOException {
        for (Interpolation interpolation : Interpolation.values()) {
            for (boolean progressive : new boolean[] {false, true}) {
                for (int type : new int[] {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY}) {
                    byte[] file = turned(jpeg(photo(301, 203, type), progressive), tag);
                    PreprocessSpec spec = spec(37, 48, 53, interpolation);
                    RgbImage small = DECODER.decode(file, spec);
                    RgbImage whole = DECODER.decode(file);
                    assertThat(List.of(small.width(), small.height())).containsExactly(48, 37);
                    assertThat(tensor(small, spec)).isEqualTo(tensor(whole, spec));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Interpolation.class)
    void anySizeOfPng_theNetSeesTheSame(Interpolation interpolation) throws IOException {
        Random random = new Random(7);
        for (int i = 0; i < 40; i++) {
            BufferedImage photo =
                    photo(40 + random.nextInt(300), 40 + random.nextInt(300), BufferedImage.TYPE_3BYTE_BGR);
            int shorter = 1 + random.nextInt(Math.min(photo.getWidth(), photo.getHeight()));
            byte[] file = png(photo);
            PreprocessSpec spec =
                    spec(1 + random.nextInt(shorter), 1 + random.nextInt(shorter), shorter, interpolation);
            assertThat(tensor(DECODER.decode(file, spec), spec))
                    .as("%sx%s to %s", photo.getWidth(), photo.getHeight(), spec)
                    .isEqualTo(tensor(DECODER.decode(file), spec));
        }
    }

    /** Four times as large or more is decoded at 1/2, 1/4 or 1/8 of its size. */
    @ParameterizedTest
    @ValueSource(ints = {4, 7, 8, 15, 16, 40})
    void jpegManyTimesAsLarge_theNetSeesNearlyTheSame(int times) throws IOException {
        PreprocessSpec spec = spec(14, 16, 18, Interpolation.BILINEAR);
        for (int tag : new int[] {1, 6}) {
            byte[] file = turned(jpeg(smooth(18 * times + 5, 18 * times), true), tag);
            RgbImage small = DECODER.decode(file, spec);
            RgbImage whole = DECODER.decode(file);
            float[] seen = tensor(small, spec);
            float[] wanted = tensor(whole, spec);
            double sum = 0;
            for (int i = 0; i < seen.length; i++) {
                sum += Math.abs(seen[i] - wanted[i]) * 0.3 * 255;
            }
            assertThat(sum / seen.length)
                    .as("mean difference of 255, tag %s", tag)
                    .isLessThan(2);
        }
    }

    /** Of another size than the net's, it is only what the net sees; it is whole where it is padded or has that size. */
    @Test
    void anySize_isResizedAsItIsRead_butWhatIsPadded() throws IOException {
        byte[] file = jpeg(photo(63, 80, BufferedImage.TYPE_3BYTE_BGR), false);
        PreprocessSpec smaller = spec(50, 50, 60, Interpolation.BICUBIC);
        assertThat(size(DECODER.decode(file, smaller))).containsExactly(50, 50);
        assertThat(size(DECODER.decode(file, spec(90, 100, 100, Interpolation.BICUBIC))))
                .containsExactly(100, 90);
        assertThat(size(DECODER.decode(file, spec(80, 63, 90, Interpolation.BICUBIC))))
                .containsExactly(63, 80);
        assertThat(size(DECODER.decode(file, smaller.with(Fit.PAD, ChannelOrder.RGB))))
                .containsExactly(63, 80);
        for (byte[] turned : List.of(file, turned(file, 6), turned(file, 3))) {
            for (PreprocessSpec spec : List.of(
                    smaller,
                    spec(90, 100, 100, Interpolation.LANCZOS),
                    spec(80, 63, 90, Interpolation.BOX),
                    spec(63, 80, 90, Interpolation.BOX),
                    smaller.with(Fit.STRETCH, ChannelOrder.BGR),
                    smaller.with(Fit.PAD, ChannelOrder.RGB))) {
                assertThat(tensor(DECODER.decode(turned, spec), spec))
                        .as("%s", spec)
                        .isEqualTo(tensor(DECODER.decode(turned), spec));
            }
        }
    }

    /** A line of 50 million pixels, whichever way it lies, holds no room for what the net does not see. */
    @Test
    void oneColumn_takesLittleMemory() {
        PreprocessSpec spec = spec(224, 224, 256, Interpolation.LANCZOS);
        for (int tag = 1; tag <= 8; tag++) {
            Orientation orientation = Orientation.of(tag);
            assertThat(Canvas.bytes(1, 50_000_000, orientation, spec)).isBetween(150_000L, 2_000_000L);
            assertThat(Canvas.bytes(50_000_000, 1, orientation, spec)).isBetween(150_000L, 2_000_000L);
            assertThat(Canvas.bytes(8_000, 6_000, orientation, spec)).isBetween(224L * 3 * 5_000, 10_000_000L);
        }
        assertThat(Canvas.bytes(50_000_000, 1, Orientation.UPRIGHT, spec.with(Fit.STRETCH, ChannelOrder.RGB)))
                .as("each column reads many pixels, and each pixel has a weight")
                .isGreaterThan(1_000_000_000L);
    }

    private static List<Integer> size(RgbImage image) {
        return List.of(image.width(), image.height());
    }

    @Test
    void png_isResizedAsItIsRead() throws IOException {
        RgbImage image = DECODER.decode(
                png(photo(100, 120, BufferedImage.TYPE_3BYTE_BGR)), spec(8, 8, 8, Interpolation.BILINEAR));
        assertThat(List.of(image.width(), image.height())).containsExactly(8, 8);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cutOff_isRefused(boolean progressive) throws IOException {
        byte[] file = jpeg(photo(300, 200, BufferedImage.TYPE_3BYTE_BGR), progressive);
        byte[] half = Arrays.copyOf(file, file.length / 2);
        ImageDecodeException refusal = catchThrowableOfType(
                ImageDecodeException.class, () -> DECODER.decode(half, spec(32, 32, 32, Interpolation.BILINEAR)));
        assertThat(refusal.reason()).isEqualTo(Reason.CORRUPT);
    }

    @Test
    void linesInAnotherOrder_areNotTrusted() throws IOException {
        EncodedImage image = DECODER.open(png(photo(4, 3, BufferedImage.TYPE_3BYTE_BGR)));
        Canvas canvas = Canvas.of(image, null, new DecodeBudget(() -> Long.MAX_VALUE));
        ScanlineRaster raster = new ScanlineRaster(4, 3, 3, canvas);
        BufferedImage line = new BufferedImage(4, 1, BufferedImage.TYPE_3BYTE_BGR);
        raster.setRect(0, 0, line.getRaster());
        raster.setRect(0, 1, line.getRaster());
        assertThat(raster.complete()).isFalse();
        raster.setRect(0, 2, line.getRaster());
        assertThat(raster.complete()).isTrue();
        raster.setRect(0, 0, line.getRaster());
        assertThat(raster.complete()).as("a second scan began").isFalse();
        raster.setRect(0, 2, line.getRaster());
        assertThat(raster.complete()).as("a line is missing").isFalse();
    }

    private static float[] tensor(RgbImage image, PreprocessSpec spec) {
        FloatBuffer out = FloatBuffer.allocate(spec.floats());
        new ImageTensorizer(spec).tensorize(image, out);
        return out.array();
    }

    private static PreprocessSpec spec(int height, int width, int shorter, Interpolation interpolation) {
        return new PreprocessSpec(
                height, width, shorter, interpolation, List.of(0.4f, 0.5f, 0.6f), List.of(0.2f, 0.3f, 0.4f));
    }

    private static BufferedImage photo(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Random random = new Random(width);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int noise = random.nextInt(40);
                image.setRGB(x, y, (x * 255 / width) << 16 | (y * 255 / height) << 8 | (x * y + noise) & 0xff);
            }
        }
        return image;
    }

    private static BufferedImage smooth(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int wave = (int) (127 + 127 * Math.sin(9.0 * x / width) * Math.cos(7.0 * y / height));
                image.setRGB(x, y, (x * 255 / width) << 16 | (y * 255 / height) << 8 | wave);
            }
        }
        return image;
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);
        return file.toByteArray();
    }

    private static byte[] jpeg(BufferedImage image, boolean progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }

    /** With an EXIF segment of one entry after the start of the file. */
    private static byte[] turned(byte[] jpeg, int tag) {
        ByteBuffer file = ByteBuffer.allocate(jpeg.length + 36);
        file.put(jpeg, 0, 2).putShort((short) 0xFFE1).putShort((short) 34);
        file.putInt(0x45786966).putShort((short) 0); // "Exif\0\0"
        file.putInt(0x4D4D002A).putInt(8).putShort((short) 1); // big-endian, one entry at 8
        file.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) tag)
                .putShort((short) 0);
        file.putInt(0);
        return file.put(jpeg, 2, jpeg.length - 2).array();
    }
}
