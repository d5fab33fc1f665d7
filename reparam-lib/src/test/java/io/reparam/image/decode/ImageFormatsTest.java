package io.reparam.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reparam.artifact.Sha256;
import io.reparam.image.RgbImage;
import io.reparam.image.decode.ImageDecodeException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageFormatsTest {
    private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);

    /** Of {@code pillow.txt}: name, width, height, SHA-256 of {@code exif_transpose(Image.open(name)).convert("RGB").tobytes()}. */
    record Wanted(String name, int width, int height, String sha256) {
        static Wanted of(String line) {
            String[] words = line.split(" ", -1);
            return new Wanted(words[0], Integer.parseInt(words[1]), Integer.parseInt(words[2]), words[3]);
        }
    }

    static Stream<Wanted> files() throws IOException {
        String list =
                new String(TestFiles.read("/decoder/formats/pillow.txt"), java.nio.charset.StandardCharsets.UTF_8);
        return list.lines().map(Wanted::of);
    }

    @ParameterizedTest
    @MethodSource("files")
    void decode_everyFormat_isWhatPillowDecodes(Wanted wanted) throws IOException {
        RgbImage image = DECODER.decode(TestFiles.read("/decoder/formats/" + wanted.name()));
        assertThat(List.of(image.width(), image.height())).containsExactly(wanted.width(), wanted.height());
        assertThat(Sha256.of(image.rgb()).hex()).isEqualTo(wanted.sha256());
    }

    /** Windows icons and cursors begin with the bytes that a Targa file may begin with. */
    @Test
    void icon_isKnownByItsPictures() {
        assertThat(UndecodedFormat.of(new byte[] {0, 0, 1, 0, 1, 0, 16, 16})).contains(UndecodedFormat.ICON);
        assertThat(UndecodedFormat.of(new byte[] {0, 0, 2, 0, 0, 1, 32, 32})).contains(UndecodedFormat.ICON);
        assertThat(UndecodedFormat.of(new byte[] {0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 40, 0, 30, 0, 24, 0}))
                .isEmpty();
        assertThat(UndecodedFormat.of(new byte[] {0, 0, 1, 0})).isEmpty();
    }

    /** A format without a file here is decoded by no test. */
    @Test
    void everyFormat_hasAFile() throws IOException {
        Set<String> formats = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/decoder"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                ImageFormats.nameOf(Files.readAllBytes(file)).ifPresent(formats::add);
            }
        }
        assertThat(formats)
                .as(
                        "formats of src/test/resources/decoder; add a file of each, and to formats/pillow.txt what Pillow makes of it")
                .containsExactlyInAnyOrder(ImageFormats.names().split(", | or "));
    }

    /** Bytes changed, cut out, doubled, cut off: an image or a refusal with a reason, nothing else, and little memory claimed. */
    @ParameterizedTest
    @MethodSource("files")
    void decode_mutated_isAnImageOrARefusal(Wanted wanted) throws IOException {
        byte[] file = TestFiles.read("/decoder/formats/" + wanted.name());
        Random random = new Random(wanted.name().hashCode());
        for (int i = 0; i < Integer.getInteger("reparam.mutations", 50); i++) {
            requireImageOrRefusal(mutated(file, random));
        }
    }

    private static void requireImageOrRefusal(byte[] file) {
        try {
            EncodedImage image = DECODER.open(file);
            assertThat(image.memory(null)).isBetween(3L * image.width() * image.height(), 1L << 30);
            RgbImage decoded = image.decode(null, DecodeWatch.of(java.time.Duration.ofSeconds(20)));
            assertThat((long) decoded.width() * decoded.height()).isEqualTo((long) image.width() * image.height());
        } catch (ImageDecodeException e) {
            assertThat(e).hasMessageMatching("(?s).{20,300}");
        }
    }

    private static byte[] mutated(byte[] file, Random random) {
        byte[] changed = file.clone();
        int header = Math.min(file.length, 64);
        switch (random.nextInt(4)) {
            case 0 -> changed[random.nextInt(header)] = (byte) random.nextInt(256);
            case 1 -> {
                for (int i = 0; i < 8; i++) {
                    changed[random.nextInt(file.length)] = (byte) random.nextInt(256);
                }
            }
            case 2 -> changed = Arrays.copyOf(file, random.nextInt(file.length));
            default -> {
                int from = random.nextInt(file.length);
                int to = random.nextInt(file.length);
                int length = random.nextInt(Math.min(64, file.length - Math.max(from, to)));
                System.arraycopy(file, from, changed, to, length);
            }
        }
        return changed;
    }

    @Test
    void isImageName_knowsAllEndings() {
        assertThat(List.of("a.png", "a.JPG", "b.jpeg", "c.webp", "d.gif", "e.bmp", "f.tif", "g.TIFF"))
                .allMatch(ImageFormats::isImageName);
        assertThat(List.of("a.txt", "png", "a.avif", "jpg.csv")).noneMatch(ImageFormats::isImageName);
    }

    @Test
    void open_claimsManyPixels_isRefusedBeforeDecoding() throws IOException {
        for (String name : List.of("rgb.bmp", "plain.gif", "rgb_raw.tif", "lossless.webp")) {
            byte[] file = TestFiles.read("/decoder/formats/" + name);
            ImageDecodeException refusal =
                    catchThrowableOfType(ImageDecodeException.class, () -> new ImageDecoder(850).open(file));
            assertThat(refusal.reason()).as(name).isEqualTo(Reason.TOO_MANY_PIXELS);
        }
    }
}
