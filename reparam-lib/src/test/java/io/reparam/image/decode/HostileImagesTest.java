package io.reparam.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reparam.image.decode.ImageDecodeException.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that would take much memory or time, if what stands outside of the pixels were believed. */
@Timeout(30)
class HostileImagesTest {
    private static final ImageDecoder DECODER = new ImageDecoder(50_000_000);
    private static final Path FILES = Path.of("src/test/resources/decoder");
    private static final long MEGABYTE = 1_000_000;

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int COMPRESSION = 259;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_WIDTH = 322;

    /** 54 bytes: libwebp would take 2 GB. */
    @Test
    void webp_smallOutsideAndLargeInside_isRefused() {
        WebpWriter image = new WebpWriter(16_383, 16_383);
        image.bits(0, 3); // no transform, no cache, one group
        image.oneSymbolCodes();
        assertRefused(image.extended(10, 10), Reason.CORRUPT, "10x10");
        assertThat(refusal(image.alone()).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
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
        assertRefused(image.alone(), Reason.CORRUPT, "transform 0 twice");
    }

    @Test
    void webp_ofMoreTransformsAndPixelsThanTheLimit_isMeasuredFirst() {
        WebpWriter image = new WebpWriter(16_383, 16_383);
        image.predictor();
        image.predictor();
        assertRefused(image.alone(), Reason.TOO_MANY_PIXELS, "16383x16383");
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

    @Test
    void tiff_whoseTagsAreTheSameBytes_isRefused() {
        byte[] jpegTables = tiff(64, new byte[64 * 64], 347, 10, 34_675, 10);
        int entries = 10 + 12 * 7;
        ByteBuffer in = ByteBuffer.wrap(jpegTables).order(ByteOrder.LITTLE_ENDIAN);
        in.putInt(entries + 4, 700);
        assertThat(refusalOrNull(jpegTables)).isNull();
        in.putInt(entries + 12 + 4, 700);
        assertRefused(jpegTables, Reason.CORRUPT, "5600 bytes of values");
    }

    @Test
    void tiff_ofLongTags_saysWhatTheyTake() throws ImageDecodeException {
        byte[] file = tiff(64, new byte[64 * 64], 40_000, 10);
        long plain = DECODER.open(file).memory(null);
        int entry = 10 + 12 * 7;
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        in.putShort(entry + 2, (short) 2).putInt(entry + 4, 4000).putInt(entry + 8, 700); // 4000 texts of no letter
        assertThat(DECODER.open(file).memory(null)).isGreaterThan(plain + 4000 * 56);
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 338, 519, 520, 521})
    void tiff_withMoreValuesThanATagCanNeed_isRefused(int tag) {
        byte[] file = tiff(64, new byte[64 * 64], tag, 10);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(10 + 12 * 7 + 4, 800);
        assertRefused(file, Reason.CORRUPT, "tag " + tag + " of the TIFF file has 800 values");
    }

    @Test
    void tiff_ofMorePartsThanItsImageHas_isRefused() {
        byte[] file = tiff(64, new byte[64 * 64]);
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int table = 10 + 12 * 7 + 4;
        in.putInt(10 + 12 * 4 + 4, 64).putInt(10 + 12 * 4 + 8, table);
        in.putInt(10 + 12 * 6 + 4, 64).putInt(10 + 12 * 6 + 8, table + 256);
        assertRefused(file, Reason.CORRUPT, "64 parts");
    }

    /** ImageIO looks at the time between strips: a single one of fax takes a second. */
    @Test
    void tiff_ofOneLargeStrip_isRefusedBefore() throws IOException {
        EncodedImage bomb = DECODER.open(tiff(4000, new byte[2_000_000], 258, 1, COMPRESSION, 4));
        ImageDecodeException refusal =
                catchThrowableOfType(ImageDecodeException.class, () -> bomb.decode(null, () -> 500_000_000));
        assertThat(refusal.reason()).isEqualTo(Reason.STOPPED);
        assertThat(refusal).hasMessageContaining("takes about");
        EncodedImage plain = DECODER.open(Files.readAllBytes(FILES.resolve("formats/fax.tif")));
        assertThat(plain.decode(null, () -> 500_000_000).width()).isEqualTo(plain.width());
    }

    @Test
    void tiff_withATagTwice_isRefused() {
        assertRefused(tiff(64, new byte[64 * 64], WIDTH, 64, WIDTH, 20_000), Reason.CORRUPT, "twice");
    }

    @Test
    void tiff_withANumberOfAnotherType_isRefused() {
        byte[] file = tiff(64, new byte[64 * 64], TILE_WIDTH, 20_000);
        file[10 + 12 * 7 + 2] = 9; // signed: a reader that takes it for a byte sees 32
        assertRefused(file, Reason.CORRUPT, "type 9");
    }

    @Test
    void tiff_whosePartsAreTheSameBytes_isRefused() {
        byte[] file = tiff(64, new byte[64 * 64], STRIP_BYTES, 64 * 64);
        assertThat(refusalOrNull(file)).isNull();
        int strips = 10 + 12 * 4;
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int table = in.getInt(strips + 8);
        for (int i = 0; i < 64; i++) {
            in.putInt(table + 4 * i, 1000 + i).putInt(table + 256 + 4 * i, 1000 + i); // offsets, and bytes
        }
        in.putInt(strips + 4, 64).putInt(strips + 8, table);
        in.putInt(10 + 12 * 6 + 4, 64).putInt(10 + 12 * 6 + 8, table + 256);
        assertRefused(file, Reason.CORRUPT, "ends before");
    }

    @Test
    void tiff_aroundALargerJpeg_isRefused() throws IOException {
        assertRefused(tiff(64, jpeg(80, false), COMPRESSION, 7), Reason.CORRUPT, "80x80");
        assertThat(refusalOrNull(tiff(64, jpeg(64, false), COMPRESSION, 7))).isNull();
    }

    /** A progressive one can ask for the work of thousands of images, and nothing stops its reader. */
    @Test
    void tiff_aroundAProgressiveJpeg_isRefused() throws IOException {
        assertRefused(tiff(64, jpeg(64, true), COMPRESSION, 7), Reason.UNSUPPORTED_COLOUR, "progressive");
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

    private static void assertRefused(byte[] file, Reason reason, String part) {
        ImageDecodeException refusal = refusal(file);
        assertThat(refusal.reason()).isEqualTo(reason);
        assertThat(refusal).hasMessageContaining(part);
    }

    private static ImageDecodeException refusal(byte[] file) {
        return catchThrowableOfType(ImageDecodeException.class, () -> DECODER.open(file));
    }

    private static @Nullable Throwable refusalOrNull(byte[] file) {
        try {
            DECODER.open(file);
            return null;
        } catch (ImageDecodeException e) {
            return e;
        }
    }

    // grey, in one strip; changes are tags and values, instead of what they have or beside it
    private static byte[] tiff(int side, byte[] data, int... changes) {
        List<int[]> entries = new ArrayList<>(List.of(
                new int[] {WIDTH, side},
                new int[] {HEIGHT, side},
                new int[] {258, 8},
                new int[] {COMPRESSION, 1},
                new int[] {273, 0},
                new int[] {278, side},
                new int[] {STRIP_BYTES, data.length}));
        for (int i = 0; i < changes.length; i += 2) {
            int tag = changes[i];
            int value = changes[i + 1];
            boolean twice = i > 0 && changes[i - 2] == tag;
            if (!twice) {
                entries.stream().filter(entry -> entry[0] == tag).forEach(entry -> entry[1] = value);
            }
            if (twice || entries.stream().noneMatch(entry -> entry[0] == tag)) {
                entries.add(new int[] {tag, value});
            }
        }
        int table = 10 + 12 * entries.size() + 4;
        ByteBuffer out = ByteBuffer.allocate(table + 512 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(0x2A4949).putInt(8).putShort((short) entries.size());
        for (int[] entry : entries) {
            int value = entry[0] == 273 ? table + 512 : entry[1];
            out.putShort((short) entry[0]).putShort((short) 4).putInt(1).putInt(value);
        }
        return out.put(table + 512, data).array();
    }

    private static byte[] jpeg(int side, boolean progressive) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam how = writer.getDefaultWriteParam();
        how.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(
                    null, new IIOImage(new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY), null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
