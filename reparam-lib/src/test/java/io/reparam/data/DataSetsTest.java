package io.reparam.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.image.Fit;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetsTest {
    @TempDir
    private Path directory;

    @Test
    void cifar10_isRecognised() throws IOException {
        DataSet set = DataSets.read(CifarSample.asDataSet(directory), ImageSize.USUAL, Fit.CROP);
        assertThat(set.name()).isEqualTo("cifar10");
        assertThat(set.preprocess()).isEqualTo(PreprocessSpec.CIFAR);
        assertThat(set.training().size()).isEqualTo(200);
        assertThat(DataSets.read(directory, ImageSize.square(48), Fit.CROP)
                        .preprocess()
                        .shorterSide())
                .isEqualTo(48);
    }

    /** The fine label counts. */
    @Test
    void cifar100_readsTheSecondLabel() throws IOException {
        byte[] record = new byte[3074];
        record[0] = 19;
        record[1] = 42;
        record[2 + 7] = 99; // red of pixel 7
        Files.write(directory.resolve("train.bin"), record);
        Files.write(directory.resolve("test.bin"), record);
        assertThatThrownBy(() -> DataSets.read(directory, ImageSize.USUAL, Fit.CROP))
                .hasMessageContaining("fine_label_names.txt' is missing");
        String names = IntStream.range(0, 100).mapToObj(i -> "class" + i).collect(Collectors.joining("\n"));
        Files.writeString(directory.resolve("fine_label_names.txt"), names + "\n\n");
        DataSet set = DataSets.read(directory, ImageSize.USUAL, Fit.CROP);
        assertThat(set.name()).isEqualTo("cifar100");
        assertThat(set.labels().size()).isEqualTo(100);
        assertThat(set.test().label(0)).isEqualTo(42);
        assertThat(set.test().image(0).rgb()[21]).isEqualTo((byte) 99);
    }

    /** Columns first, labels from 1. */
    @Test
    void stl10_readsColumnsFirst() throws IOException {
        int plane = 96 * 96;
        byte[] pixels = new byte[2 * 3 * plane];
        pixels[3 * plane + plane + 5 * 96 + 3] = 77; // second image, green, column 5, row 3
        byte[] labels = {1, 2};
        for (String half : List.of("train", "test")) {
            Files.write(directory.resolve(half + "_X.bin"), pixels);
            Files.write(directory.resolve(half + "_y.bin"), labels);
        }
        Files.writeString(directory.resolve("class_names.txt"), "airplane\nbird\n");
        DataSet set = DataSets.read(directory, ImageSize.USUAL, Fit.CROP);
        assertThat(set.name()).isEqualTo("stl10");
        assertThat(set.preprocess().height()).isEqualTo(96);
        assertThat(set.training().label(1)).isEqualTo(1);
        assertThat(set.training().image(1).rgb()[(3 * 96 + 5) * 3 + 1]).isEqualTo((byte) 77);

        Files.write(directory.resolve("test_y.bin"), new byte[] {1, 3});
        assertThatThrownBy(() -> DataSets.test(directory)).hasMessageContaining("label 3 at record 1");
        Files.write(directory.resolve("test_y.bin"), new byte[] {1});
        assertThatThrownBy(() -> DataSets.test(directory)).hasMessageContaining("truncated");
    }

    @Test
    void folders_areClassesInTheOrderOfTheirNames() throws IOException {
        picture("train/cat/2.png", 0xff0000);
        picture("train/cat/10.PNG", 0x00ff00);
        picture("train/ant/1.png", 0x0000ff);
        picture("val/ant/1.png", 0x0000ff);
        picture("val/cat/1.png", 0x0000ff);
        Files.writeString(directory.resolve("train/.hidden"), "not an image");
        DataSet set = DataSets.read(directory, ImageSize.square(32), Fit.CROP);
        assertThat(set.labels().names()).containsExactly("ant", "cat");
        assertThat(set.training().size()).isEqualTo(3);
        assertThat(set.training().label(1)).isEqualTo(1);
        assertThat(set.training().image(1).rgb()).startsWith((byte) 0, (byte) 255, (byte) 0);
        assertThat(set.preprocess().shorterSide()).isEqualTo(37);
        assertThat(set.trainingPreprocess().shorterSide()).isEqualTo(32);

        Sha256Change.assertChanges(
                () -> DataSets.read(directory, ImageSize.USUAL, Fit.CROP).fingerprint(),
                () -> picture("val/cat/1.png", 0x0000fe));
    }

    @Test
    void linesOfText_areSeenWhole_inASizeThatIsNotSquare() throws IOException {
        picture("train/turned/1.png", 1);
        picture("val/turned/1.png", 2);
        DataSet set = DataSets.read(directory, ImageSize.of("48x192"), Fit.STRETCH);
        assertThat(set.preprocess().text()).startsWith("48x192 RGB, STRETCH of 192");
        assertThat(set.trainingPreprocess()).isEqualTo(set.preprocess());
        RgbImage image = set.training().image(0);
        assertThat(set.transform().apply(image, new SplittableRandom(1))).isSameAs(image);

        DataSet cropped = DataSets.read(directory, ImageSize.of("48x192"), Fit.CROP);
        RgbImage window = cropped.transform().apply(image, new SplittableRandom(1));
        assertThat((double) window.width() / window.height()).isBetween(3.5, 4.6);
    }

    @Test
    void foldersWithoutVal_holdAFifthOfEachClassBack_alwaysTheSame() throws IOException {
        for (String parent : List.of("", "train/")) {
            directory = directory.resolve("set" + parent.length());
            for (int i = 0; i < 10; i++) {
                picture(parent + "ant/" + i + ".png", i);
                picture(parent + "bee/" + i + ".png", 100 + i);
            }
            DataSet set = DataSets.read(directory, ImageSize.USUAL, Fit.CROP);
            assertThat(set.training().size()).isEqualTo(16);
            assertThat(IntStream.range(0, 4).map(set.test()::label)).containsExactly(0, 0, 1, 1);
            assertThat(blues(set.test()))
                    .isEqualTo(blues(
                            DataSets.read(directory, ImageSize.USUAL, Fit.CROP).test()));
            assertThat(Stream.concat(blues(set.test()).stream(), blues(set.training()).stream()))
                    .doesNotHaveDuplicates()
                    .hasSize(20);
        }
    }

    private static List<Byte> blues(ImageSet images) {
        return IntStream.range(0, images.size())
                .mapToObj(i -> images.image(i).rgb()[2])
                .toList();
    }

    @Test
    void foldersWithoutVal_thatAreTooSmall_areRefused() throws IOException {
        picture("ant/1.png", 1);
        picture("bee/1.png", 2);
        assertThatThrownBy(() -> DataSets.read(directory, ImageSize.USUAL, Fit.CROP))
                .hasMessageContaining("has no val, and class 'ant' only 1 image, too few to hold one back");
    }

    @Test
    void folders_thatAreNoDataSet_areRefusedByName() throws IOException {
        assertThatThrownBy(() -> DataSets.read(directory, ImageSize.USUAL, Fit.CROP))
                .hasMessageContaining("holds no data set")
                .hasMessageContaining("train/CLASS");
        picture("train/ant/1.png", 1);
        picture("val/bee/1.png", 1);
        assertThatThrownBy(() -> DataSets.read(directory, ImageSize.USUAL, Fit.CROP))
                .hasMessageContaining("other classes: [ant] and [bee]");
        Files.writeString(directory.resolve("train/ant/readme.txt"), "words");
        assertThatThrownBy(() -> DataSets.read(directory, ImageSize.USUAL, Fit.CROP))
                .hasMessageContaining("readme.txt' is not an image by its name (.png");
        Files.delete(directory.resolve("train/ant/readme.txt"));
        Files.writeString(directory.resolve("train/ant/1.png"), "words");
        ImageSet broken = FolderImages.read(directory.resolve("train"));
        assertThatThrownBy(() -> broken.image(0))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("1.png' cannot be decoded");
    }

    private Void picture(String name, int colour) throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 1200; i++) {
            image.setRGB(i % 40, i / 40, colour);
        }
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
        return null;
    }
}
