package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.artifact.ImagePool;
import io.reparam.artifact.ImageTensorizer;
import io.reparam.artifact.Interpolation;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.artifact.RgbImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImageLoaderTest {
    private static final ImageTensorizer PIXEL = new ImageTensorizer(new PreprocessSpec(
            1, 1, 1, Interpolation.BILINEAR, List.of(0f, 0f, 0f), List.of(1 / 255f, 1 / 255f, 1 / 255f)));

    @Test
    void images_areDividedByTurns_soThatNoneServesBoth() {
        ImageLoader.Loaded loaded = new ImageLoader(PIXEL, 3, false).load(pictures(20, -1), null, 100, 100);
        assertThat(numbers(loaded.calibration())).containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18);
        assertThat(numbers(loaded.heldOut())).containsExactly(1, 3, 5, 7, 9, 11, 13, 15, 17, 19);
        assertThat(loaded.calibration()).extracting(Batch::size).containsExactly(3, 3, 3, 1);
        assertThat(loaded.heldOut().get(0).labels()).containsExactly(1, 3, 5);
    }

    @Test
    void fewer_areSpreadOverAll() {
        ImageLoader.Loaded loaded = new ImageLoader(PIXEL, 8, false).load(pictures(100, -1), pictures(9, -1), 10, 8);
        assertThat(numbers(loaded.calibration())).containsExactly(0, 10, 20, 30, 40, 50, 60, 70, 80, 90);
        assertThat(numbers(loaded.heldOut())).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void unreadable_areSkippedAndCounted() {
        ImageLoader.Loaded loaded = new ImageLoader(PIXEL, 8, false).load(pictures(20, 4), null, 100, 100);
        assertThat(loaded.skipped()).isEqualTo(1);
        assertThat(numbers(loaded.calibration())).doesNotContain(4).hasSize(9);
        assertThat(loaded.calibration().get(0).labels()).startsWith(0, 2, 6);
    }

    @Test
    void tooFew_sayHowManyThereAre() {
        assertThatThrownBy(() -> new ImageLoader(PIXEL, 8, false).load(pictures(15, 3), null, 100, 100))
                .isInstanceOf(CalibrationException.class)
                .hasMessage(
                        "there are 8 images to calibrate on and 6 to hold out, 1 could not be read; both must be 8 or"
                                + " more, so give 16 images, or others by --held-out");
        assertThatThrownBy(() -> new ImageLoader(PIXEL, 16, true).load(pictures(20, -1), null, 100, 100))
                .hasMessageContaining("there are 0 images to calibrate on and 0 to hold out, in whole batches of 16");
    }

    /** Images of one pixel, whose red is their number; that of one cannot be read. */
    private static ImagePool pictures(int size, int unreadable) {
        return new ImagePool(size, i -> i, i -> {
            if (i == unreadable) {
                throw new IOException("damaged");
            }
            return new RgbImage(1, 1, new byte[] {(byte) i, 0, 0});
        });
    }

    private static List<Integer> numbers(List<Batch> batches) {
        return batches.stream()
                .flatMap(batch -> Arrays.stream(red(batch)).boxed())
                .toList();
    }

    private static int[] red(Batch batch) {
        int[] red = new int[batch.size()];
        for (int i = 0; i < red.length; i++) {
            red[i] = Math.round(batch.input().data().get(3 * i));
        }
        return red;
    }
}
