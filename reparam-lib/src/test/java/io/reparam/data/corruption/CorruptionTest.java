package io.reparam.data.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.data.CifarImages;
import io.reparam.image.ImagePool;
import io.reparam.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CorruptionTest {
    private static final Path CIFAR = Path.of("src/test/resources/cifar10-sample/test_batch.bin");

    private static ImagePool photographs() throws IOException {
        return CifarImages.read(List.of(CIFAR)).pool().spread(20);
    }

    @ParameterizedTest
    @EnumSource
    void strongerCorruption_isFurtherFromTheImage(Corruption corruption) throws IOException {
        ImagePool images = photographs();
        double before = 0;
        for (int strength = 1; strength <= Corruption.STRENGTHS; strength++) {
            double apart = 0;
            ImagePool spoiled = corruption.of(images, strength, 1);
            for (int i = 0; i < images.size(); i++) {
                apart += distance(spoiled.image(i), images.image(i));
                assertThat(spoiled.label(i)).isEqualTo(images.label(i));
            }
            assertThat(apart).isGreaterThan(before);
            before = apart;
        }
    }

    @Test
    void noise_hasItsDeviation_andIsTheSameForASeed() throws IOException {
        byte[] grey = new byte[3 * 100 * 100];
        java.util.Arrays.fill(grey, (byte) 128);
        ImagePool pool = ImagePool.of(List.of(new RgbImage(100, 100, grey), new RgbImage(100, 100, grey)));
        byte[] noisy = Corruption.NOISE.of(pool, 5, 3).image(0).rgb();
        double squares = 0;
        for (byte value : noisy) {
            squares += Math.pow((value & 0xff) - 128, 2);
        }
        assertThat(Math.sqrt(squares / noisy.length)).isBetween(25.0, 26.0);
        assertThat(Corruption.NOISE.of(pool, 5, 3).image(0).rgb()).isEqualTo(noisy);
        assertThat(Corruption.NOISE.of(pool, 5, 4).image(0).rgb()).isNotEqualTo(noisy);
        assertThat(Corruption.NOISE.of(pool, 5, 3).image(1).rgb()).isNotEqualTo(noisy);
    }

    @Test
    void blur_keepsTheMean_andSpreadsAPoint() {
        byte[] point = new byte[3 * 33 * 33];
        point[3 * (16 * 33 + 16)] = (byte) 255;
        RgbImage blurred = GaussianBlur.of(new RgbImage(33, 33, point), 1);
        int centre = blurred.rgb()[3 * (16 * 33 + 16)] & 0xff;
        int beside = blurred.rgb()[3 * (16 * 33 + 17)] & 0xff;
        assertThat(centre).isEqualTo(41); // 255 / (2 pi)
        assertThat(beside).isEqualTo(25); // times exp(-1/2)
        assertThat(blurred.rgb()[3 * (17 * 33 + 16)] & 0xff).isEqualTo(beside);
        assertThat(blurred.rgb()[1]).isZero();
    }

    @Test
    void contrast_leavesAShareOfTheDistanceFromTheMean() {
        byte[] rgb = new byte[3 * 2];
        rgb[0] = 100;
        rgb[3] = (byte) 200;
        byte[] flat = Corruption.CONTRAST.of(new RgbImage(2, 1, rgb), 2, 1).rgb();
        assertThat(flat[0] & 0xff).isEqualTo(125);
        assertThat(flat[3] & 0xff).isEqualTo(175);
        assertThat(flat[1]).isZero();
    }

    /** The loss is that of a JPEG encoder: of Java's, which blends chroma instead of repeating it. */
    @Test
    void jpeg_losesWhatAnEncoderLoses() throws IOException {
        ImagePool images = photographs();
        for (int quality : new int[] {80, 40}) {
            double ours = 0;
            double between = 0;
            for (int i = 0; i < images.size(); i++) {
                RgbImage image = images.image(i);
                RgbImage lost = JpegLoss.of(image, quality);
                ours += distance(lost, image);
                between += distance(lost, byJava(image, quality));
            }
            assertThat(between).isLessThan(0.6 * ours);
        }
    }

    private static RgbImage byJava(RgbImage image, int quality) throws IOException {
        BufferedImage buffered = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < image.width() * image.height(); p++) {
            int rgb = (image.rgb()[3 * p] & 0xff) << 16
                    | (image.rgb()[3 * p + 1] & 0xff) << 8
                    | image.rgb()[3 * p + 2] & 0xff;
            buffered.setRGB(p % image.width(), p / image.width(), rgb);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(quality / 100f);
        writer.setOutput(ImageIO.createImageOutputStream(bytes));
        writer.write(null, new IIOImage(buffered, null, null), settings);
        ((javax.imageio.stream.ImageOutputStream) writer.getOutput()).flush();
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
        byte[] rgb = new byte[image.rgb().length];
        for (int p = 0; p < image.width() * image.height(); p++) {
            int value = read.getRGB(p % image.width(), p / image.width());
            rgb[3 * p] = (byte) (value >> 16);
            rgb[3 * p + 1] = (byte) (value >> 8);
            rgb[3 * p + 2] = (byte) value;
        }
        return new RgbImage(image.width(), image.height(), rgb);
    }

    /** Root mean square. */
    private static double distance(RgbImage a, RgbImage b) {
        double squares = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            squares += Math.pow((a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff), 2);
        }
        return Math.sqrt(squares / a.rgb().length);
    }
}
