package io.reparam.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reparam.image.PreprocessSpec;
import io.reparam.image.decode.ImageDecodeException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JPEG files of which one decoder sees more than another, or whose segments and scans are more work than their bytes say. */
@Timeout(30)
class HostileJpegTest {
    private static final long SECOND = 1_000_000_000;

    /** ImageIO keeps them in a list, and walks to its end for each: 400 KB took four minutes. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void manyProfiles_areNotKept(boolean betweenScans) throws IOException {
        byte[] plain = TestFiles.read("/decoder/cmyk.jpg");
        int at = betweenScans ? plain.length - 2 : 2;
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(plain, 0, at);
        for (int i = 0; i < 100_000; i++) {
            file.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE2, 0, 2});
        }
        file.write(plain, at, plain.length - at);
        long before = cpuNanos();
        assertThat(Refusal.DECODER.decode(file.toByteArray()).rgb())
                .isEqualTo(Refusal.DECODER.decode(plain).rgb());
        assertThat(cpuNanos() - before).isLessThan(2 * SECOND);
    }

    /**
     * A marker without a segment, taken for one, hides a frame of 48 megapixels in what would be passed over: libjpeg-turbo decodes that
     * one. 65 KB took a gigabyte.
     */
    @ParameterizedTest
    @ValueSource(ints = {0xD0, 0x01, 0x00, 0xD8})
    void frameBehindAMarkerWithoutASegment_isRefused(int marker) {
        JpegWriter hidden = new JpegWriter();
        hidden.marker(marker);
        int start = hidden.content().length;
        hidden.frame(JpegWriter.PROGRESSIVE, 7000, 0);
        hidden.scan(0, 0, 1, 0xFFC2 - (hidden.content().length - start) - 10); // the frame's marker as a length
        hidden.frame(JpegWriter.PROGRESSIVE, 64, 0);
        hidden.scan(0, 0, 1, 8);
        Refusal.assertRefused(hidden.file(), Reason.CORRUPT, "no frame header");
    }

    /** ImageIO takes what stands before the first end marker for tables, and what follows for the image. 82 KB took 53 s. */
    @Test
    void endBeforeTheFrame_isRefused() {
        JpegWriter tables = new JpegWriter();
        tables.marker(0xD9);
        tables.marker(0xD8);
        tables.segment(0xE5, new byte[0xFFD8 - 6]); // up to where the marker before it ends, as a length
        tables.frame(JpegWriter.PROGRESSIVE, 2000, 0);
        tables.scan(0, 0, 0, 1);
        Refusal.assertRefused(tables.file(), Reason.CORRUPT, "no frame header");
    }

    /** Some decoders pass over such a segment, others look for markers in it. */
    @ParameterizedTest
    @ValueSource(ints = {0xF0, 0xFD, 0xDE, 0xDF, 0xC8})
    void unknownSegment_isRefused(int marker) throws IOException {
        JpegWriter hiding = new JpegWriter();
        hiding.frame(JpegWriter.BASELINE, 64, 0);
        hiding.segment(marker, new byte[20]);
        hiding.scan(0, 63, 0, 16);
        byte[] file = hiding.file();
        ImageDecodeException refusal =
                catchThrowableOfType(ImageDecodeException.class, () -> Refusal.DECODER.decode(file));
        assertThat(refusal)
                .hasMessageContaining("marker 0x" + Integer.toHexString(marker).toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    void noScan_isRefused() {
        JpegWriter empty = new JpegWriter();
        empty.frame(JpegWriter.BASELINE, 64, 0);
        byte[] file = empty.file();
        assertThat(catchThrowableOfType(ImageDecodeException.class, () -> Refusal.DECODER.decode(file)))
                .hasMessageContaining("no scan");
    }

    /** A bit for each coefficient that an earlier scan began: 9 MB took 0.9 s, of which a fifth was asked for. */
    @Test
    void refiningBytes_areCounted() throws IOException {
        JpegWriter refining = new JpegWriter();
        refining.frame(JpegWriter.PROGRESSIVE, 4000, 0xE0);
        for (int i = 0; i < 4; i++) {
            refining.scan(1, 63, 0x10, 1_000_000);
        }
        assertStopped(refining.file(), SECOND / 2, "4 scans");
    }

    /** What libjpeg-turbo complains about goes to ImageIO, which makes the whole image after each scan: 32 KB took 7 s. */
    @Test
    void imageAfterEachScan_isCounted() throws IOException {
        JpegWriter scans = new JpegWriter();
        scans.frame(JpegWriter.PROGRESSIVE, 4000, 0xE0);
        for (int i = 0; i < 20; i++) {
            scans.scan(1, 63, 0x10, 0);
        }
        assertStopped(scans.file(), SECOND, "20 scans");
    }

    /** A profile of many parts is read as before. */
    @Test
    void profileInParts_isDecoded() throws IOException {
        JpegWriter plain = new JpegWriter();
        plain.frame(JpegWriter.BASELINE, 64, 0);
        plain.segment(
                0xE2, Arrays.copyOf("ICC_PROFILE\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 60_000));
        plain.scan(0, 63, 0, 16);
        assertThat(Refusal.DECODER.decode(plain.file()).width()).isEqualTo(64);
    }

    private static void assertStopped(byte[] file, long nanos, String part) {
        ImageDecodeException refusal = catchThrowableOfType(
                ImageDecodeException.class, () -> Refusal.DECODER.open(file).decode(PreprocessSpec.CIFAR, () -> nanos));
        assertThat(refusal.reason()).isEqualTo(Reason.STOPPED);
        assertThat(refusal).hasMessageContaining("takes about").hasMessageContaining(part);
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
