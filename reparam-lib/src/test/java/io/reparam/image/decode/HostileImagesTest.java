package io.reparam.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reparam.image.PreprocessSpec;
import io.reparam.image.decode.ImageDecodeException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Small files that would take much memory or time, if what stands outside of the pixels were believed. */
@Timeout(30)
class HostileImagesTest {
    private static final ImageDecoder DECODER = Refusal.DECODER;
    private static final Path FILES = Path.of("src/test/resources/decoder");
    private static final long MEGABYTE = 1_000_000;

    /** Of Deflate, each with two codes of its own. */
    private static final String EIGHT_EMPTY_BLOCKS =
            "04c0010500000000a0feaf4e02e080020000000050ff57270170400100000000a8ffab93"
                    + "0038a00000000000d4ffd549001c500000000000eaffea24000e280000000000f57f75120007140000000080fabf3a0980030a0000000040fd5f9d";

    /** 54 bytes: libwebp would take 2 GB. */
    @Test
    void webp_smallOutsideAndLargeInside_isRefused() {
        WebpWriter image = new WebpWriter(16_383, 16_383);
        image.bits(0, 3); // no transform, no cache, one group
        image.oneSymbolCodes();
        Refusal.assertRefused(image.extended(10, 10), Reason.CORRUPT, "10x10");
        assertThat(Refusal.of(image.alone()).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    /** 295 KB of 1024x1024 pixels: libwebp takes 380 MB and a second and a half. */
    @Test
    void webp_withAGroupOfCodesForEveryTile_saysWhatItTakes() throws IOException {
        EncodedImage bomb = DECODER.open(WebpWriter.groups(1024));
        assertThat(bomb.memory(null)).isGreaterThan(400 * MEGABYTE);
        ImageDecodeException refusal = catchThrowableOfType(
                ImageDecodeException.class, () -> bomb.decode(null, DecodeWatch.of(Duration.ofSeconds(1))));
        assertThat(refusal.reason()).isEqualTo(Reason.STOPPED);
        EncodedImage plain = DECODER.open(Files.readAllBytes(FILES.resolve("formats/lossless.webp")));
        assertThat(plain.memory(null)).isLessThan(MEGABYTE / 10);
    }

    /** The values agree with libwebp's: the image of as many groups as tiles is decoded. */
    @Test
    void webp_ofManyGroups_isDecoded() throws IOException {
        assertThat(DECODER.decode(WebpWriter.groups(64)).rgb())
                .hasSize(3 * 64 * 64)
                .containsOnly(0);
    }

    /** 83 KB could ask for ten thousand passes over a million pixels. */
    @Test
    void webp_withATransformTwice_isRefused() {
        WebpWriter image = new WebpWriter(4000, 4000);
        for (int i = 0; i < 10_000; i++) {
            image.predictor();
        }
        Refusal.assertRefused(image.alone(), Reason.CORRUPT, "transform 0 twice");
    }

    @Test
    void webp_ofMoreTransformsAndPixelsThanTheLimit_isMeasuredFirst() {
        WebpWriter image = new WebpWriter(16_383, 16_383);
        image.predictor();
        image.predictor();
        Refusal.assertRefused(image.alone(), Reason.TOO_MANY_PIXELS, "16383x16383");
    }

    /** Its copies take no bits, and are passed over. */
    @Test
    void webp_withATransformThatTakesNoBits_isOpened() throws ImageDecodeException {
        WebpWriter image = new WebpWriter(4000, 4000);
        image.predictor();
        image.bits(0, 3);
        image.oneSymbolCodes();
        assertThat(DECODER.open(image.alone()).width()).isEqualTo(4000);
    }

    /** ImageIO decodes it, and cannot be stopped either. */
    @Test
    void cmykJpeg_ofManyScans_isRefusedBefore() throws IOException {
        byte[] file = Files.readAllBytes(FILES.resolve("cmyk.jpg"));
        int scan = file.length - 2;
        while (file[scan] != (byte) 0xFF || file[scan + 1] != (byte) 0xDA) {
            scan--;
        }
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(file, 0, scan);
        for (int i = 0; i < 2000; i++) {
            bomb.write(file, scan, file.length - 2 - scan);
        }
        bomb.write(file, file.length - 2, 2);
        ImageDecodeException refusal = catchThrowableOfType(
                ImageDecodeException.class,
                () -> DECODER.open(bomb.toByteArray()).decode(null, DecodeWatch.of(Duration.ofMillis(1))));
        assertThat(refusal.reason()).isEqualTo(Reason.STOPPED);
        assertThat(refusal).hasMessageContaining("2000 scans");
    }

    /** 96 bytes: a line of 16 million pixels, twice, around a frame of one. */
    @Test
    void webp_ofLongLinesAroundASmallFrame_saysWhatTheyTake() throws ImageDecodeException {
        WebpWriter image = new WebpWriter(1, 1);
        image.bits(0, 3);
        image.oneSymbolCodes();
        assertThat(DECODER.open(image.animated(16_777_216, 2)).memory(PreprocessSpec.CIFAR))
                .isGreaterThan(130 * MEGABYTE);
    }

    /** Noise has more bits than pixels: 2.7 MB of 2.6 megapixels took 0.3 s, of which a third was asked for. */
    @Test
    void webp_ofManyLossyBytes_isRefusedBefore() throws IOException {
        byte[] plain = Files.readAllBytes(FILES.resolve("formats/lossy.webp"));
        byte[] file = Arrays.copyOf(plain, 5_000_000);
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        in.putInt(4, file.length - 8).putInt(16, file.length - 20);
        EncodedImage bomb = DECODER.open(file);
        ImageDecodeException refusal =
                catchThrowableOfType(ImageDecodeException.class, () -> bomb.decode(null, () -> 500_000_000));
        assertThat(refusal.reason()).isEqualTo(Reason.STOPPED);
    }

    /** Blocks that describe codes and hold nothing took a tenth of a second each megabyte, without a look at the clock. */
    @Test
    void png_ofEmptyBlocks_endsInItsTime() {
        byte[] blocks = HexFormat.of().parseHex(EIGHT_EMPTY_BLOCKS);
        ByteBuffer data = ByteBuffer.allocate(8_000_000).putShort((short) 0x7801);
        while (data.remaining() >= blocks.length) {
            data.put(blocks);
        }
        byte[] file = PngWriter.grey(16, 16, data.array());
        long start = cpuNanos();
        ImageDecodeException refusal = catchThrowableOfType(
                ImageDecodeException.class,
                () -> DECODER.open(file).decode(null, () -> start + 50_000_000 - cpuNanos()));
        assertThat(refusal.reason()).isEqualTo(Reason.STOPPED);
        assertThat(cpuNanos() - start).isLessThan(300_000_000);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
