package io.reparam.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.image.Fit;
import io.reparam.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarImagesTest {
    private static final int RECORD = 3073;

    @TempDir
    private Path directory;

    @Test
    void sample_hasTwentyImagesOfEachClass() {
        ImageSet sample = CifarSample.read();
        int[] counts = new int[10];
        for (int i = 0; i < sample.size(); i++) {
            counts[sample.label(i)]++;
        }
        assertThat(counts).containsOnly(20).hasSize(10);
    }

    @Test
    void image_interleavesThePlanes() throws IOException {
        byte[] file = new byte[2 * RECORD];
        int second = RECORD;
        file[second] = 3;
        file[second + 1 + 5] = 10; // red of pixel 5
        file[second + 1 + 1024 + 5] = 20;
        file[second + 1 + 2048 + 5] = (byte) 230;
        RgbImage image = CifarImages.read(List.of(write(file))).image(1);
        assertThat(image.width()).isEqualTo(32);
        assertThat(image.rgb()[15]).isEqualTo((byte) 10);
        assertThat(image.rgb()[16]).isEqualTo((byte) 20);
        assertThat(image.rgb()[17]).isEqualTo((byte) 230);
    }

    @Test
    void file_truncated_isRefusedByName() throws IOException {
        Path file = write(new byte[RECORD - 1]);
        assertThatThrownBy(() -> CifarImages.read(List.of(file)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("3072 bytes");
    }

    @Test
    void file_empty_isRefused() throws IOException {
        Path file = write(new byte[0]);
        assertThatThrownBy(() -> CifarImages.read(List.of(file))).isInstanceOf(DataException.class);
    }

    @Test
    void label_above9_isRefusedWithItsRecord() throws IOException {
        byte[] bytes = new byte[2 * RECORD];
        bytes[RECORD] = (byte) 200;
        Path file = write(bytes);
        assertThatThrownBy(() -> CifarImages.read(List.of(file)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("label 200 at record 1");
    }

    @Test
    void directory_missing_isRefusedByName() {
        Path missing = directory.resolve("nowhere");
        assertThatThrownBy(() -> DataSets.read(missing, ImageSize.USUAL, Fit.CROP))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void trainingFile_missing_isRefusedByName() throws IOException {
        Files.copy(CifarSample.FILE, directory.resolve("test_batch.bin"));
        assertThatThrownBy(() -> DataSets.read(directory, ImageSize.USUAL, Fit.CROP))
                .hasMessageContaining("data_batch_1.bin");
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("batch.bin"), bytes);
    }
}
