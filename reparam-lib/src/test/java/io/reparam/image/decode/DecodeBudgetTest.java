package io.reparam.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reparam.image.PreprocessSpec;
import io.reparam.image.decode.ImageDecodeException.Reason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecodeBudgetTest {
    private static final ImageDecoder DECODER = new ImageDecoder(100_000_000);
    private static final Duration BUDGET = Duration.ofMillis(1500);

    @Test
    void decode_manyScans_isRefusedBefore() throws IOException {
        byte[] file = TestFiles.read("/cases/images/jpg_prog_scanbomb.jpg");
        long before = cpuNanos();
        ImageDecodeException refusal = catchThrowableOfType(
                ImageDecodeException.class, () -> DECODER.open(file).decode(null, DecodeWatch.of(BUDGET)));
        assertThat(refusal.reason()).isEqualTo(Reason.STOPPED);
        assertThat(refusal).hasMessageContaining("1510 scans");
        assertThat(cpuNanos() - before).isLessThan(BUDGET.toNanos());
    }

    /** 49 million pixels in 95 scans without a bit: each block of each scan is 64 decisions all the same. */
    @Test
    void decode_emptyArithmeticScans_isRefusedBefore() throws IOException {
        byte[] file = TestFiles.read("/cases/images/jpg_arithmetic_scans.jpg");
        long before = cpuNanos();
        ImageDecodeException refusal = catchThrowableOfType(
                ImageDecodeException.class,
                () -> DECODER.open(file).decode(PreprocessSpec.CIFAR, DecodeWatch.of(Duration.ofSeconds(20))));
        assertThat(refusal.reason()).isEqualTo(Reason.STOPPED);
        assertThat(refusal).hasMessageContaining("95 scans");
        assertThat(cpuNanos() - before).isLessThan(BUDGET.toNanos());
    }

    /** What is changed in them may make an end of them; it does not make them last longer. */
    @ParameterizedTest
    @ValueSource(strings = {"jpg_prog_scanbomb.jpg", "png_1x50m.png"})
    void decode_mutatedBomb_endsInItsTime(String name) throws IOException {
        byte[] file = TestFiles.read("/cases/images/" + name);
        Random random = new Random(21);
        for (int i = 0; i <= 20; i++) {
            byte[] changed = file.clone();
            for (int k = 0; k < i; k++) {
                changed[random.nextInt(file.length)] = (byte) random.nextInt(256);
            }
            long before = cpuNanos();
            try {
                DECODER.open(changed).decode(PreprocessSpec.CIFAR, DecodeWatch.of(BUDGET));
            } catch (ImageDecodeException e) {
                assertThat(e.reason()).isNotNull();
            }
            assertThat(cpuNanos() - before)
                    .as("mutation %s", i)
                    .isLessThan(BUDGET.plusMillis(250).toNanos());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"paeth.png", "rgb8i.png", "lossy.webp", "plain.gif", "rgb.bmp", "rgb_raw.tif"})
    void decode_noTimeLeft_stops(String name) throws IOException {
        byte[] file = TestFiles.read("/decoder/formats/" + name);
        EncodedImage image = DECODER.open(file);
        // small images end before the first look at the clock, but for those that ask before
        if (image.width() > 150 || name.endsWith("webp") || name.endsWith("tif")) {
            ImageDecodeException refusal =
                    catchThrowableOfType(ImageDecodeException.class, () -> image.decode(null, () -> 0));
            assertThat(refusal.reason()).isEqualTo(Reason.STOPPED);
        } else {
            assertThat(image.decode(null, () -> 0).width()).isEqualTo(image.width());
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
