package io.reparam.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reparam.artifact.Sha256;
import io.reparam.image.RgbImage;
import io.reparam.image.decode.ImageDecodeException.Reason;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest {
    private static final ImageDecoder DECODER = new ImageDecoder(10_000);

    @Test
    void decode_png_isExact() throws IOException {
        BufferedImage image = photo(BufferedImage.TYPE_INT_RGB);
        RgbImage decoded = DECODER.decode(encode(image, "png"));
        assertThat(decoded.width()).isEqualTo(13);
        assertThat(decoded.height()).isEqualTo(9);
        for (int y = 0; y < 9; y++) {
            for (int x = 0; x < 13; x++) {
                assertThat(color(decoded, x, y)).isEqualTo(image.getRGB(x, y) & 0xFFFFFF);
            }
        }
    }

    @Test
    void decode_alpha_isDropped() throws IOException {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00123456);
        image.setRGB(1, 0, 0x80FEDCBA);
        assertThat(DECODER.decode(encode(image, "png")).rgb()).isEqualTo(bytes(0x12, 0x34, 0x56, 0xFE, 0xDC, 0xBA));
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void decode_grey_isRepeatedWithoutGamma(int type) throws IOException {
        BufferedImage image = new BufferedImage(2, 1, type);
        int scale = type == BufferedImage.TYPE_BYTE_GRAY ? 1 : 256;
        image.getRaster().setPixels(0, 0, 2, 1, new int[] {77 * scale, 200 * scale + scale - 1});
        assertThat(DECODER.decode(encode(image, "png")).rgb()).isEqualTo(bytes(77, 77, 77, 200, 200, 200));
    }

    @Test
    void decode_palette_isLookedUp() throws IOException {
        byte[] red = bytes(1, 2, 3);
        byte[] green = bytes(4, 5, 6);
        byte[] blue = bytes(7, 8, 9);
        BufferedImage image =
                new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(2, 3, red, green, blue));
        image.getRaster().setPixels(0, 0, 3, 1, new int[] {2, 0, 1});
        assertThat(DECODER.decode(encode(image, "png")).rgb()).isEqualTo(bytes(3, 6, 9, 1, 4, 7, 2, 5, 8));
    }

    @Test
    void decode_progressiveJpeg_isWhatPillowDecodes() throws IOException {
        RgbImage decoded = DECODER.decode(resource("/decoder/progressive.jpg"));
        assertThat(decoded.width()).isEqualTo(67);
        assertThat(decoded.height()).isEqualTo(41);
        // Image.open(file).convert("RGB").tobytes(), Pillow with libjpeg-turbo
        assertThat(Sha256.of(decoded.rgb()).hex())
                .isEqualTo("e71837f63d0e7686a16524d02a6e93eef748fad36f3e19ed6e38dc6c0174f99f");
    }

    @Test
    void decode_colourProfile_isIgnored() throws IOException {
        byte[] plain = encode(photo(BufferedImage.TYPE_INT_RGB), "jpg");
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        ByteBuffer segment = ByteBuffer.allocate(14 + profile.length);
        segment.put("ICC_PROFILE\0".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 1)
                .put(profile);
        assertThat(DECODER.decode(withSegment(plain, 0xE2, segment.array())).rgb())
                .isEqualTo(DECODER.decode(plain).rgb());
    }

    /** The corner that the stored top left, red, moves to: 0 top left, 1 top right, 2 bottom left, 3 bottom right. */
    @ParameterizedTest
    @CsvSource({
        "1,0,false",
        "2,1,false",
        "3,3,false",
        "4,2,false",
        "5,0,true",
        "6,1,true",
        "7,3,true",
        "8,2,true",
        "9,0,false"
    })
    void decode_exifOrientation_turnsTheImage(int tag, int corner, boolean transposed) throws IOException {
        BufferedImage image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64; i++) {
            image.setRGB(i % 8, i / 8, 0xFF0000);
        }
        RgbImage decoded = DECODER.decode(withSegment(encode(image, "jpg"), 0xE1, exif(tag)));
        assertThat(decoded.width()).isEqualTo(transposed ? 16 : 32);
        assertThat(decoded.height()).isEqualTo(transposed ? 32 : 16);
        for (int c = 0; c < 4; c++) {
            int x = c % 2 == 0 ? 2 : decoded.width() - 3;
            int y = c < 2 ? 2 : decoded.height() - 3;
            assertThat(color(decoded, x, y) >> 16 > 128)
                    .as("corner %s is red", c)
                    .isEqualTo(c == corner);
        }
    }

    @Test
    void decode_nothing_isEmpty() {
        assertThat(refusal(new byte[0]).reason()).isEqualTo(Reason.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "\u0089PN", "{\"image\": 1}", "x"})
    void decode_otherBytes_areNotAnImage(String text) {
        ImageDecodeException refusal = refusal(text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refusal.reason()).isEqualTo(Reason.NOT_AN_IMAGE);
        assertThat(refusal).hasMessageContaining("PNG, JPEG, WebP, GIF, BMP or TIFF");
    }

    @Test
    void decode_headerOfManyPixels_isRefusedBeforeDecoding() {
        ImageDecodeException refusal = refusal(pngHeader(60_000, 60_000));
        assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(refusal).hasMessageContaining("60000x60000 = 3600000000").hasMessageContaining("10000");
    }

    @Test
    void decode_exactlyTheLimit_isFine() throws IOException {
        byte[] png = encode(new BufferedImage(100, 100, BufferedImage.TYPE_INT_RGB), "png");
        assertThat(DECODER.decode(png).width()).isEqualTo(100);
        ImageDecodeException refusal =
                catchThrowableOfType(ImageDecodeException.class, () -> new ImageDecoder(9_999).decode(png));
        assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "progressive"})
    void decode_cutAnywhere_isRefused(String format) throws IOException {
        byte[] whole = format.equals("progressive")
                ? resource("/decoder/progressive.jpg")
                : encode(photo(BufferedImage.TYPE_INT_RGB), format);
        for (int length = 12; length < whole.length; length++) {
            assertThat(refusal(Arrays.copyOf(whole, length)).reason())
                    .as("cut to %s of %s bytes", length, whole.length)
                    .isEqualTo(Reason.CORRUPT);
        }
    }

    @Test
    void decode_flippedBitInPng_isRefused() throws IOException {
        byte[] png = encode(photo(BufferedImage.TYPE_INT_RGB), "png");
        png[png.length / 2] ^= 4;
        assertThat(refusal(png)).hasMessageContaining("checksum");
    }

    @Test
    void decode_zeroPixels_isRefused() {
        assertThat(refusal(pngHeader(0, 5)).reason()).isEqualTo(Reason.CORRUPT);
    }

    /** Values: ImageOps.exif_transpose(Image.open(file)).convert("RGB").tobytes(), Pillow 13.0.0. */
    @ParameterizedTest
    @CsvSource({
        "cmyk.jpg,19,11,71a350b226897ba64a2b94f75c4fb066d5a179283620f9a11415e5048aca07c1",
        "ycck.jpg,19,11,3441d5dc4882966c95458d7e1d7489ce97ca2846b7e78ef02d9d31f276a05995",
        "orientation6.png,4,7,2611544c08c97a5b2e987e3551203b639d0fd742d24703858041a788764e103f"
    })
    void decode_rareKinds_areWhatPillowDecodes(String file, int width, int height, String sha256) throws IOException {
        RgbImage decoded = DECODER.decode(resource("/decoder/" + file));
        assertThat(decoded.width()).isEqualTo(width);
        assertThat(decoded.height()).isEqualTo(height);
        assertThat(Sha256.of(decoded.rgb()).hex()).isEqualTo(sha256);
    }

    @Test
    void decode_fiveChannels_saysWhatToDo() throws IOException {
        byte[] jpeg = encode(photo(BufferedImage.TYPE_INT_RGB), "jpg");
        for (int i = 2; i < jpeg.length; i++) {
            if (jpeg[i] == (byte) 0xFF && jpeg[i + 1] == (byte) 0xC0) {
                jpeg[i + 9] = 5;
                break;
            }
        }
        ImageDecodeException refusal = refusal(jpeg);
        assertThat(refusal.reason()).isEqualTo(Reason.UNSUPPORTED_COLOUR);
        assertThat(refusal).hasMessageContaining("5 colour channels").hasMessageContaining("RGB");
    }

    @ParameterizedTest
    @CsvSource({
        "....ftypavif,AVIF",
        "....ftypheic,HEIC",
        "....ftypisom,video",
        "%PDF-1.7,PDF",
        "<svg xmlns='x'>,SVG",
        "8BPS..,Photoshop"
    })
    void decode_otherFormat_isNamed(String start, String name) {
        ImageDecodeException refusal = refusal(start.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refusal.reason()).isEqualTo(Reason.OTHER_FORMAT);
        assertThat(refusal).hasMessageContaining(name).hasMessageContaining("PNG, JPEG, WebP, GIF, BMP or TIFF");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,9000", "9000,1"})
    void decode_extremeShapes_areExact(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(width - 1, height - 1, 0x123456);
        RgbImage decoded = DECODER.decode(encode(image, "png"));
        assertThat(color(decoded, width - 1, height - 1)).isEqualTo(0x123456);
    }

    private static ImageDecodeException refusal(byte[] file) {
        return Objects.requireNonNull(
                catchThrowableOfType(ImageDecodeException.class, () -> DECODER.decode(file)), "was decoded");
    }

    private static BufferedImage photo(int type) {
        BufferedImage image = new BufferedImage(13, 9, type);
        WritableRaster raster = image.getRaster();
        for (int y = 0; y < 9; y++) {
            for (int x = 0; x < 13; x++) {
                raster.setPixel(x, y, new int[] {x * 19, y * 28, (x * y * 7) % 256});
            }
        }
        return image;
    }

    private static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    /** A PNG that ends after its header chunk. */
    private static byte[] pngHeader(int width, int height) {
        ByteBuffer png =
                ByteBuffer.allocate(33).putLong(0x89504E470D0A1A0AL).putInt(13).putInt(0x49484452);
        png.putInt(width).putInt(height).put(bytes(8, 2, 0, 0, 0));
        CRC32 crc = new CRC32();
        crc.update(png.array(), 12, 17);
        return png.putInt((int) crc.getValue()).array();
    }

    private static byte[] exif(int tag) {
        return ByteBuffer.allocate(6 + 8 + 2 + 12 + 4)
                .put("Exif\0\0MM\0*".getBytes(StandardCharsets.US_ASCII))
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) tag)
                .putShort((short) 0)
                .putInt(0)
                .array();
    }

    private static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        return ByteBuffer.allocate(jpeg.length + 4 + content.length)
                .put(jpeg, 0, 2)
                .put(bytes(0xFF, marker))
                .putShort((short) (content.length + 2))
                .put(content)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    private static byte[] resource(String path) throws IOException {
        try (InputStream in = Objects.requireNonNull(ImageDecoderTest.class.getResourceAsStream(path), path)) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static int color(RgbImage image, int x, int y) {
        int at = 3 * (y * image.width() + x);
        return ((image.rgb()[at] & 0xFF) << 16) | ((image.rgb()[at + 1] & 0xFF) << 8) | (image.rgb()[at + 2] & 0xFF);
    }
}
