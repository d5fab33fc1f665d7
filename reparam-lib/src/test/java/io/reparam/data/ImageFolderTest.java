package io.reparam.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.artifact.LabelSet;
import io.reparam.image.ImagePool;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFolderTest {
    @TempDir
    Path directory;

    @Test
    void flatDirectory_sortedByName_withoutLabels() throws IOException {
        png("b.png", 2);
        png("a.PNG", 1);
        Files.writeString(directory.resolve("notes.txt"), "no image");
        ImagePool folder = ImageFolder.read(directory, null).pool();
        assertThat(folder.size()).isEqualTo(2);
        assertThat(folder.label(0)).isEqualTo(-1);
        assertThat(folder.image(0).width()).isEqualTo(1);
        assertThat(folder.image(1).width()).isEqualTo(2);
    }

    @Test
    void subdirectories_areClasses_inTheirOrderOrByTheirName() throws IOException {
        png("cat/1.png", 1);
        png("dog/1.png", 1);
        png("dog/2.png", 1);
        assertThat(labels(ImageFolder.read(directory, null).pool())).containsExactly(0, 1, 1);
        assertThat(labels(ImageFolder.read(directory, new LabelSet(List.of("dog", "bird", "cat")))
                        .pool()))
                .containsExactly(2, 0, 0);
        assertThatThrownBy(() -> ImageFolder.read(directory, new LabelSet(List.of("dog", "bird"))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cat' is called like none of the model's classes, dog and so on");
    }

    /** Of some of the classes only, no number is known. */
    @Test
    void subdirectoriesThatAreCounted_fitTheirNumberOfClassesOnly_andEmptyOnesCount() throws IOException {
        png("cat/1.png", 1);
        png("ship/1.png", 1);
        Files.createDirectories(directory.resolve("airplane"));
        Files.createDirectories(directory.resolve(".cache"));
        LabelledImages counted = ImageFolder.read(directory, null);
        assertThat(labels(counted.pool())).containsExactly(1, 2);
        assertThat(counted.fits(3)).isTrue();
        assertThat(counted.fits(10)).isFalse();
        assertThat(counted.misfit("10"))
                .contains("has 3 classes and the model 10", "by --labels, or call folders by the numbers");
        assertThat(labels(counted.withoutLabels())).containsOnly(-1);
        LabelSet names = new LabelSet(List.of("car", "ship", "cat", "dog"));
        LabelledImages named = ImageFolder.read(directory, names);
        assertThat(labels(named.pool())).containsExactly(2, 1);
        assertThat(named.fits(10)).isTrue();
    }

    /** A data set's own order need not be the net's. */
    @Test
    void dataSet_isNumberedByTheModelsNames() throws IOException {
        png("val/cat/1.png", 1);
        png("val/ship/1.png", 1);
        LabelledImages named = DataSets.labelled(directory, new LabelSet(List.of("ship", "dog", "cat")));
        assertThat(labels(named.pool())).containsExactly(2, 0);
        assertThat(named.fits(3)).isTrue();
        LabelledImages counted = DataSets.labelled(directory, null);
        assertThat(labels(counted.pool())).containsExactly(0, 1);
        assertThat(counted.fits(2)).isTrue();
        assertThat(counted.fits(3)).isFalse();
    }

    @Test
    void subdirectoriesCalledByNumbers_areTheseClasses() throws IOException {
        png("2/1.png", 1);
        png("10/1.png", 1);
        assertThat(labels(ImageFolder.read(directory, null).pool())).containsExactly(10, 2);
        assertThat(labels(ImageFolder.read(directory, new LabelSet(List.of("dog", "bird", "10")))
                        .pool()))
                .as("a name comes first")
                .containsExactly(2, 2);
    }

    @Test
    void labelsFile_namesOrNumbers() throws IOException {
        png("x.png", 1);
        png("y.png", 1);
        Path labels = Files.writeString(directory.resolve("labels.csv"), "# path,class\nx.png,1\n\ny.png\tdog\n");
        LabelSet names = new LabelSet(List.of("dog", "bird"));
        assertThat(labels(ImageFolder.labelled(directory, labels, names).pool()))
                .containsExactly(1, 0);
        assertThatThrownBy(() -> ImageFolder.labelled(directory, labels, null))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 4: 'y.png\tdog' must be a path, a comma, and the number of a class");
    }

    @ParameterizedTest
    @CsvSource({"ISO-8859-1, x\u00e9.png", "UTF-16, x.png", "UTF-8, 'x\0.png'"})
    void labelsFile_ofAnotherEncoding_isNamed(String encoding, String image) throws IOException {
        png("x.png", 1);
        Path labels = directory.resolve("labels.csv");
        Files.write(labels, (image + ",1\n").getBytes(Charset.forName(encoding)));
        assertThatThrownBy(() -> ImageFolder.labelled(directory, labels, null))
                .isInstanceOf(IOException.class)
                .hasMessage("'" + labels + "': it is not UTF-8; save the file again in that encoding");
        Files.writeString(labels, "\ufeffx.png,1\n");
        assertThat(ImageFolder.labelled(directory, labels, null).pool().image(0).width())
                .as("a byte order mark is no part of the path")
                .isEqualTo(1);
    }

    @Test
    void whatIsNoFolderOfImages_isRefused() throws IOException {
        assertThatThrownBy(() -> ImageFolder.read(directory, null)).hasMessageContaining("holds no images");
        assertThatThrownBy(() -> ImageFolder.read(directory.resolve("none"), null))
                .hasMessageContaining("none' does not exist");
        Path labels = Files.writeString(directory.resolve("labels.csv"), "x.png,1");
        assertThatThrownBy(() -> ImageFolder.labelled(directory.resolve("none"), labels, null))
                .hasMessageContaining("none' does not exist");
        assertThatThrownBy(() -> ImageFolder.read(labels, null)).hasMessageContaining("is not a directory of images");
        png("x.png", 1);
        png("cat/1.png", 1);
        assertThatThrownBy(() -> ImageFolder.read(directory, null))
                .hasMessageContaining("holds 1 images and also subdirectories with images");
    }

    @Test
    void below_takesEveryDepth_andOneFile() throws IOException {
        png("a/b/1.png", 3);
        png("a/2.jpeg", 2);
        png("c.png", 1);
        png(".hidden/4.png", 4);
        ImagePool all = ImageFolder.below(directory);
        assertThat(all.size()).isEqualTo(3);
        assertThat(labels(all)).containsOnly(-1);
        assertThat(all.image(0).width()).isEqualTo(1);
        assertThat(all.image(2).width()).isEqualTo(3);
        assertThat(ImageFolder.below(directory.resolve("a/b/1.png")).size()).isEqualTo(1);
        assertThatThrownBy(() -> ImageFolder.below(Files.createDirectory(directory.resolve("empty"))))
                .hasMessageContaining("holds no images", "and no data set");
    }

    @Test
    void subdirectories_ofAClass_areTheClass() throws IOException {
        png("cat/young/1.png", 1);
        png("cat/2.png", 1);
        png("dog/3.png", 1);
        assertThat(labels(ImageFolder.read(directory, null).pool())).containsExactly(0, 0, 1);
    }

    @Test
    void damagedImage_failsWhenItIsRead() throws IOException {
        Files.writeString(directory.resolve("x.png"), "no png");
        ImagePool folder = ImageFolder.read(directory, null).pool();
        assertThatThrownBy(() -> folder.image(0)).isInstanceOf(IOException.class);
    }

    private void png(String name, int width) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(new BufferedImage(width, 1, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    }

    private static int[] labels(ImagePool folder) {
        return IntStream.range(0, folder.size()).map(folder::label).toArray();
    }
}
