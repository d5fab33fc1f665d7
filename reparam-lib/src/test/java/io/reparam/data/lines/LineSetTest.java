package io.reparam.data.lines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.artifact.Sha256;
import io.reparam.data.DataException;
import io.reparam.image.RgbImage;
import io.reparam.image.decode.ImageDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineSetTest {
    @TempDir
    private Path directory;

    /** The hash is that of every machine: it changes when what is drawn changes, and then a set of the same seed is another one. */
    @Test
    void sameSeed_drawsTheSameOnEveryMachine() throws IOException {
        write("a", new LineSet(1, 20, 8, null, null, false, false));
        assertThat(Sha256.of(files("a")).toString())
                .isEqualTo("af494beb904510e5d33b1972fb871410cb62839aed67f55ddd758557997bd42d");
        write("longer", new LineSet(1, 24, 8, null, null, false, false));
        assertThat(Files.readAllBytes(directory.resolve("longer/train/turned/000019.bmp")))
                .isEqualTo(Files.readAllBytes(directory.resolve("a/train/turned/000019.bmp")));
        write("other", new LineSet(2, 20, 8, null, null, false, false));
        assertThat(Sha256.of(files("other"))).isNotEqualTo(Sha256.of(files("a")));
        assertThat(files("a")).hasSize(28);
        assertThat(directory.resolve("a/val/upright")).isDirectoryContaining("glob:**/000006.bmp");
    }

    /** The same letters in the same places: what is lighter without it, and that alone, is the negative. */
    @Test
    void dark_turnsLighterLettersIntoNegatives() throws Exception {
        write("any", new LineSet(1, 20, 2, null, null, false, false));
        write("dark", new LineSet(1, 20, 2, null, null, false, true));
        int negatives = 0;
        for (int i = 0; i < 20; i++) {
            String name = "/train/" + (i % 2 == 0 ? "upright" : "turned") + String.format("/%06d.bmp", i);
            double any = mean(picture("any" + name));
            double dark = mean(picture("dark" + name));
            boolean negative = Math.abs(any + dark - 255) < 4 && Math.abs(any - dark) > 8;
            assertThat(negative || any == dark).as(name).isTrue();
            negatives += negative ? 1 : 0;
            assertThat(skew(picture("dark" + name))).as(name).isNegative();
        }
        assertThat(negatives).isBetween(5, 15);
    }

    private RgbImage picture(String name) throws Exception {
        return new ImageDecoder(1 << 20).decode(Files.readAllBytes(directory.resolve(name)));
    }

    private static double mean(RgbImage image) {
        return moment(image, 0, 1);
    }

    /** Below 0 where few pixels are much darker than the most. */
    private static double skew(RgbImage image) {
        return moment(image, mean(image), 3);
    }

    private static double moment(RgbImage image, double centre, int power) {
        double sum = 0;
        for (byte value : image.rgb()) {
            sum += Math.pow((value & 0xff) - centre, power);
        }
        return sum / image.rgb().length;
    }

    @Test
    void picture_isReadAsItWasDrawn() throws Exception {
        write("a", new LineSet(1, 2, 2, null, null, false, false));
        RgbImage image =
                new ImageDecoder(1 << 20).decode(Files.readAllBytes(directory.resolve("a/train/turned/000001.bmp")));
        assertThat(image.width()).isEqualTo(192);
        assertThat(image.height()).isEqualTo(48);
        assertThat(BmpFile.of(image)).isEqualTo(Files.readAllBytes(directory.resolve("a/train/turned/000001.bmp")));
    }

    @Test
    void heldOutFonts_shareNoFamilyWithTheOthers() throws IOException {
        Typefaces faces = Typefaces.builtIn();
        assertThat(faces.training()).hasSize(16);
        assertThat(faces.heldOut().stream().map(Typeface::family).distinct())
                .containsExactly("DejaVuSansMono", "LiberationSans");
        assertThat(faces.training().stream().map(Typeface::family)).doesNotContain("DejaVuSansMono", "LiberationSans");
    }

    /** Of four photographs the second is held out; each has one colour. */
    @Test
    void photographs_areHeldOut_too() throws IOException {
        Path photos = Files.createDirectories(directory.resolve("photos"));
        int[] greens = {255, 0, 255, 255};
        for (int i = 0; i < greens.length; i++) {
            byte[] rgb = new byte[3 * 400 * 100];
            for (int p = 0; p < 400 * 100; p++) {
                rgb[3 * p + 1] = (byte) greens[i];
            }
            Files.write(photos.resolve(i + ".bmp"), BmpFile.of(new RgbImage(400, 100, rgb)));
        }
        write("a", new LineSet(1, 30, 30, null, photos, false, false));
        assertThat(greenStrips("train")).isGreaterThan(8);
        assertThat(greenStrips("val")).isZero();
    }

    /** Pictures that are green all over, but for letters and noise. */
    private int greenStrips(String half) throws IOException {
        int count = 0;
        for (Path file : files("a/" + half)) {
            byte[] bmp = Files.readAllBytes(file);
            long red = 0;
            long green = 0;
            for (int i = 54; i + 2 < bmp.length; i += 3) {
                green += bmp[i + 1] & 0xff;
                red += bmp[i + 2] & 0xff;
            }
            count += green > 190 * 48 * 192 && red < 90 * 48 * 192 ? 1 : 0;
        }
        return count;
    }

    @Test
    void fontsOfADirectory_areTakenInstead() throws IOException {
        Path fonts = Files.createDirectories(directory.resolve("fonts"));
        LineSet set = new LineSet(1, 4, 4, fonts, null, false, false);
        assertThatThrownBy(() -> set.write(directory.resolve("a"), done -> {}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(".ttf files of two families");
        for (String name : List.of("LiberationMono-Regular", "LiberationSans-Regular")) {
            try (InputStream font =
                    Objects.requireNonNull(getClass().getResourceAsStream("/liberation/" + name + ".ttf"))) {
                Files.copy(font, fonts.resolve(name + ".ttf"));
            }
        }
        write("a", set);
        assertThat(files("a")).hasSize(8);
        Files.writeString(fonts.resolve("Words.ttf"), "no font");
        assertThatThrownBy(() -> set.write(directory.resolve("b"), done -> {}))
                .hasMessageContaining("Words.ttf' cannot be read as a font");
    }

    @Test
    void directoryThatIsThere_isLeftAlone_andNothingHalfIsLeft() throws IOException {
        Files.createDirectories(directory.resolve("a"));
        assertThatThrownBy(
                        () -> new LineSet(1, 2, 2, null, null, false, false).write(directory.resolve("a"), done -> {}))
                .hasMessageContaining("exists; choose another -o");
        Path photos = Files.createDirectories(directory.resolve("photos"));
        Files.writeString(photos.resolve("1.png"), "no picture");
        Files.writeString(photos.resolve("2.png"), "no picture");
        assertThatThrownBy(() ->
                        new LineSet(1, 2, 2, null, photos, false, false).write(directory.resolve("b"), done -> {}))
                .hasMessageContaining("1.png' cannot be decoded");
        assertThat(directory.resolve("b")).doesNotExist();
        assertThatThrownBy(() -> new LineSet(1, 1, 2, null, null, false, false))
                .hasMessageContaining("must be 2 or more");
    }

    private void write(String name, LineSet set) throws IOException {
        List<Double> heard = new ArrayList<>();
        set.write(directory.resolve(name), heard::add);
        assertThat(heard).isSorted().last().isEqualTo(1.0);
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve(name))) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
