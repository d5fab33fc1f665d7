package io.reparam.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reparam.image.decode.ImageDecodeException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFF files whose reader would do or hold more than their pixels ask for. */
@Timeout(30)
class HostileTiffTest {
    private static final ImageDecoder DECODER = Refusal.DECODER;
    private static final Path FILES = Path.of("src/test/resources/decoder");

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int BITS = 258;
    private static final int COMPRESSION = 259;
    private static final int PHOTOMETRIC = 262;
    private static final int FILL_ORDER = 266;
    private static final int SAMPLES = 277;
    private static final int STRIP_BYTES = 279;
    private static final int TILE_WIDTH = 322;
    private static final int JPEG_TABLES = 347;
    private static final long MEGABYTE = 1_000_000;

    @Test
    void tiff_whoseTagsAreTheSameBytes_isRefused() {
        byte[] jpegTables = HostileTiff.of(64, new byte[64 * 64], 347, 10, 34_675, 10);
        int entries = 10 + 12 * 7;
        ByteBuffer in = ByteBuffer.wrap(jpegTables).order(ByteOrder.LITTLE_ENDIAN);
        in.putInt(entries + 4, 700);
        assertThat(Refusal.orNull(jpegTables)).isNull();
        in.putInt(entries + 12 + 4, 700);
        Refusal.assertRefused(jpegTables, Reason.CORRUPT, "5600 bytes of values");
    }

    @Test
    void tiff_ofLongTags_saysWhatTheyTake() throws ImageDecodeException {
        byte[] file = HostileTiff.of(64, new byte[64 * 64], 40_000, 10);
        long plain = DECODER.open(file).memory(null);
        int entry = 10 + 12 * 7;
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        in.putShort(entry + 2, (short) 2).putInt(entry + 4, 4000).putInt(entry + 8, 700); // 4000 texts of no letter
        assertThat(DECODER.open(file).memory(null)).isGreaterThan(plain + 4000 * 56);
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 338, 519, 520, 521})
    void tiff_withMoreValuesThanATagCanNeed_isRefused(int tag) {
        byte[] file = HostileTiff.of(64, new byte[64 * 64], tag, 10);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(10 + 12 * 7 + 4, 800);
        Refusal.assertRefused(file, Reason.CORRUPT, "tag " + tag + " of the TIFF file has 800 values");
    }

    @Test
    void tiff_ofMorePartsThanItsImageHas_isRefused() {
        byte[] file = HostileTiff.of(64, new byte[64 * 64]);
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int table = 10 + 12 * 7 + 4;
        in.putInt(10 + 12 * 4 + 4, 64).putInt(10 + 12 * 4 + 8, table);
        in.putInt(10 + 12 * 6 + 4, 64).putInt(10 + 12 * 6 + 8, table + 256);
        Refusal.assertRefused(file, Reason.CORRUPT, "64 parts");
    }

    /** ImageIO looks at the time between strips: a single one of fax takes a second. */
    @Test
    void tiff_ofOneLargeStrip_isRefusedBefore() throws IOException {
        EncodedImage bomb = DECODER.open(HostileTiff.of(4000, new byte[2_000_000], 258, 1, COMPRESSION, 4));
        ImageDecodeException refusal =
                catchThrowableOfType(ImageDecodeException.class, () -> bomb.decode(null, () -> 500_000_000));
        assertThat(refusal.reason()).isEqualTo(Reason.STOPPED);
        assertThat(refusal).hasMessageContaining("takes about");
        EncodedImage plain = DECODER.open(Files.readAllBytes(FILES.resolve("formats/fax.tif")));
        assertThat(plain.decode(null, () -> 500_000_000).width()).isEqualTo(plain.width());
    }

    @Test
    void tiff_withATagTwice_isRefused() {
        Refusal.assertRefused(HostileTiff.of(64, new byte[64 * 64], WIDTH, 64, WIDTH, 20_000), Reason.CORRUPT, "twice");
    }

    @Test
    void tiff_withANumberOfAnotherType_isRefused() {
        byte[] file = HostileTiff.of(64, new byte[64 * 64], TILE_WIDTH, 20_000);
        file[10 + 12 * 7 + 2] = 9; // signed: a reader that takes it for a byte sees 32
        Refusal.assertRefused(file, Reason.CORRUPT, "type 9");
    }

    @Test
    void tiff_whosePartsAreTheSameBytes_isRefused() {
        byte[] file = HostileTiff.of(64, new byte[64 * 64], STRIP_BYTES, 64 * 64);
        assertThat(Refusal.orNull(file)).isNull();
        int strips = 10 + 12 * 4;
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int table = in.getInt(strips + 8);
        for (int i = 0; i < 64; i++) {
            in.putInt(table + 4 * i, 1000 + i).putInt(table + 256 + 4 * i, 1000 + i); // offsets, and bytes
        }
        in.putInt(strips + 4, 64).putInt(strips + 8, table);
        in.putInt(10 + 12 * 6 + 4, 64).putInt(10 + 12 * 6 + 8, table + 256);
        Refusal.assertRefused(file, Reason.CORRUPT, "ends before");
    }

    @Test
    void tiff_aroundALargerJpeg_isRefused() throws IOException {
        Refusal.assertRefused(HostileTiff.of(64, HostileTiff.jpeg(80, false), COMPRESSION, 7), Reason.CORRUPT, "80x80");
        assertThat(Refusal.orNull(HostileTiff.of(64, HostileTiff.jpeg(64, false), COMPRESSION, 7)))
                .isNull();
    }

    /** A progressive one can ask for the work of thousands of images, and nothing stops its reader. */
    @Test
    void tiff_aroundAProgressiveJpeg_isRefused() throws IOException {
        Refusal.assertRefused(
                HostileTiff.of(64, HostileTiff.jpeg(64, true), COMPRESSION, 7),
                Reason.UNSUPPORTED_COLOUR,
                "progressive");
    }

    /** A table of strings for each code: a megabyte took a second, whatever the deadline. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void lzw_ofClearCodes_saysWhatItTakes(int order) throws IOException {
        byte[] clears = new byte[900_000];
        for (int bit = 0; bit + 18 <= 8 * clears.length; bit += 18) {
            clears[bit / 8] |= (byte) (order == 1 ? 0x80 >> bit % 8 : 1 << bit % 8); // 256 and 0 in 9 bits each
        }
        assertStopped(HostileTiff.of(64, clears, COMPRESSION, 5, FILL_ORDER, order));
    }

    /** As {@link #lzw_ofClearCodes_saysWhatItTakes}, but the first code stands before any table. */
    @Test
    void lzw_withoutAFirstClearCode_isFollowedAsItsReaderDoes() throws IOException {
        byte[] clears = new byte[900_000];
        int bit = 9 * 254; // as many codes of 0 make the next one 10 bits long, if the first of them is counted
        for (int i = 0; bit + 19 <= 8 * clears.length; i++) {
            int at = i == 0 ? bit + 1 : bit;
            clears[at / 8] |= (byte) (0x80 >> at % 8);
            bit += i == 0 ? 19 : 18;
        }
        assertStopped(HostileTiff.of(64, clears, COMPRESSION, 5));
    }

    @Test
    void lzw_ofLongStrings_saysWhatTheyTake() throws ImageDecodeException {
        int codes = 3800;
        byte[] data = new byte[2 * codes];
        data[0] = (byte) 0x80; // a clear code, and 0
        int bit = 18;
        for (int i = 0; i < codes; i++) { // each code is the next one: the string before, and a letter more
            int code = 258 + i;
            int width = Math.max(9, Math.min(12, 32 - Integer.numberOfLeadingZeros(code + 1)));
            for (int k = 0; k < width; k++, bit++) {
                data[bit / 8] |= (byte) (((code >> (width - 1 - k)) & 1) << (7 - bit % 8));
            }
        }
        long plain = DECODER.open(HostileTiff.of(64, new byte[4096])).memory(null);
        assertThat(DECODER.open(HostileTiff.of(64, data, COMPRESSION, 5)).memory(null))
                .isGreaterThan(plain + 7_000_000);
    }

    /** Blocks that describe codes and hold nothing: a tenth of a second each megabyte. */
    @Test
    void deflate_ofManyBytesForFewPixels_saysWhatItTakes() throws IOException {
        assertStopped(HostileTiff.of(64, new byte[4_000_000], COMPRESSION, 8));
    }

    /** ImageIO takes such samples bit by bit: 6 megapixels took 0.4 to 1.1 s. */
    @Test
    void colourOfFourBits_saysWhatItTakes() throws IOException {
        assertStopped(HostileTiff.of(2500, new byte[50_000], COMPRESSION, 32_773, BITS, 4, SAMPLES, 3, PHOTOMETRIC, 2));
    }

    /** Of 8 bits the first, of 16 the others: ImageIO takes 230 ns a pixel. */
    @ParameterizedTest
    @ValueSource(ints = {258, 339})
    void samplesOfDifferentKinds_areRefused(int tag) {
        byte[] file = HostileTiff.of(64, new byte[3 * 64 * 64], SAMPLES, 3, PHOTOMETRIC, 2, tag, tag == 258 ? 8 : 1);
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int entry = 10;
        while (in.getShort(entry) != tag) {
            entry += 12;
        }
        int values = file.length - 20;
        in.putShort(entry + 2, (short) 3).putInt(entry + 4, 3).putInt(entry + 8, values);
        for (int i = 0; i < 3; i++) {
            in.putShort(values + 2 * i, (short) (tag == 258 ? 8 : 1));
        }
        assertThat(Refusal.orNull(file)).isNull();
        in.putShort(values + 4, (short) (tag == 258 ? 16 : 3));
        Refusal.assertRefused(file, Reason.UNSUPPORTED_COLOUR, "different sizes");
    }

    /** 135 bytes of 50 million pixels in one line took 620 MB, three times what was reserved. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void oneLongLine_saysWhatItTakes(int compression) throws ImageDecodeException {
        byte[] file = HostileTiff.of(
                64, new byte[6_250_000], WIDTH, 50_000_000, HEIGHT, 1, BITS, 1, COMPRESSION, compression);
        assertThat(DECODER.open(file).memory(null)).isGreaterThan((compression == 4 ? 900 : 500) * MEGABYTE);
    }

    /** Its reader searches a list of all for each. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void jpegOfManyProfiles_isRefused(boolean tables) throws IOException {
        byte[] plain = HostileTiff.jpeg(64, false);
        ByteBuffer jpeg = ByteBuffer.allocate(plain.length + 4 * 300);
        jpeg.put(plain, 0, 2);
        for (int i = 0; i < 300; i++) {
            jpeg.putInt(0xFFE20002);
        }
        jpeg.put(plain, 2, plain.length - 2);
        byte[] file = HostileTiff.of(64, tables ? plain : jpeg.array(), COMPRESSION, 7, JPEG_TABLES, 10);
        if (tables) {
            int entry = 10 + 12 * 7;
            ByteBuffer in = ByteBuffer.allocate(file.length + 1202).order(ByteOrder.LITTLE_ENDIAN);
            in.put(file).put(jpeg.array(), 0, 1202);
            in.putShort(entry + 2, (short) 7).putInt(entry + 4, 1202).putInt(entry + 8, file.length);
            file = in.array();
        }
        Refusal.assertRefused(file, Reason.CORRUPT, "300 segments");
    }

    private static void assertStopped(byte[] file) throws ImageDecodeException {
        EncodedImage image = DECODER.open(file);
        ImageDecodeException refusal =
                catchThrowableOfType(ImageDecodeException.class, () -> image.decode(null, () -> 500_000_000));
        assertThat(refusal.reason()).isEqualTo(Reason.STOPPED);
        assertThat(refusal).hasMessageContaining("takes about");
    }
}
