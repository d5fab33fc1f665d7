package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.image.ImagePool;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.Interpolation;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImageLoaderTest {
    private static final ImageTensorizer PIXEL = new ImageTensorizer(new PreprocessSpec(
            1, 1, 1, Interpolation.BILINEAR, List.of(0f, 0f, 0f), List.of(1 / 255f, 1 / 255f, 1 / 255f)));

    /** Of a net that has no classes. */
    private static final Function<ImageBatch, int[]> NONE = batch -> new int[0];

    @Test
    void images_areDrawnBySeed_andNoneServesBoth() {
        ImageLoader.Loaded loaded = load(pictures(20, -1, i -> i), 100, 1);
        List<Integer> both = new ArrayList<>(numbers(loaded.calibration()));
        assertThat(both).hasSize(10);
        both.addAll(numbers(loaded.heldOut()));
        assertThat(both)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 20).boxed().toList());
        assertThat(loaded.calibration()).extracting(ImageBatch::size).containsExactly(3, 3, 3, 1);
        assertThat(numbers(load(pictures(20, -1, i -> i), 100, 1).calibration()))
                .isEqualTo(numbers(loaded.calibration()));
        assertThat(numbers(load(pictures(20, -1, i -> i), 100, 2).calibration()))
                .isNotEqualTo(numbers(loaded.calibration()));
    }

    @Test
    void classesThatAlternate_areAlikeInBothParts_byLabelOrByTheNetsAnswer() {
        ImageLoader.Loaded labelled = load(pictures(200, -1, i -> i % 2), 40, 1);
        assertThat(labelled.sample().by()).isEqualTo("label");
        assertThat(labelled.sample().calibration()).isEqualTo(Map.of(0, 20, 1, 20));
        assertThat(labelled.sample().heldOut()).isEqualTo(Map.of(0, 20, 1, 20));
        Function<ImageBatch, int[]> odd = batch -> {
            int[] red = red(batch);
            for (int i = 0; i < red.length; i++) {
                red[i] %= 4;
            }
            return red;
        };
        ImageLoader.Loaded seen =
                new ImageLoader(PIXEL, 8, false).load(pictures(120, -1, i -> -1), null, 60, 60, 1, odd);
        assertThat(seen.sample().by()).isEqualTo("the net's top class");
        assertThat(seen.sample().calibration()).isEqualTo(Map.of(0, 15, 1, 15, 2, 15, 3, 15));
        assertThat(seen.sample().heldOut()).isEqualTo(seen.sample().calibration());
        assertThat(seen.sample().judged(6).warnings())
                .anySatisfy(line -> assertThat(line).contains("no held-out image is of class 4, 5 of the net's 6"))
                .anySatisfy(line -> assertThat(line).contains("only 60 images are held out, so one image is 1.67 %"));
    }

    @Test
    void heldOutImagesThatWereSeenBefore_areCounted() {
        ImagePool same = pictures(20, -1, i -> i);
        Sample sample = new ImageLoader(PIXEL, 8, false)
                .load(same, same, 20, 10, 1, NONE)
                .sample();
        assertThat(sample.duplicates()).isEqualTo(10);
        assertThat(sample.judged(0).lines())
                .anySatisfy(line -> assertThat(line).contains("10 held-out images are calibration images"));
    }

    @Test
    void pictureSavedAgain_looksTheSame_andAnotherOneDoesNot() {
        Random random = new Random(1);
        byte[] rgb = new byte[3 * 90 * 90];
        byte[] other = new byte[3 * 90 * 90];
        byte[] again = new byte[3 * 90 * 90];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % 90 / 10;
            int y = i / 270 / 10;
            rgb[i] = (byte) (x * x * 31 + y * 47 & 0x7f);
            other[i] = (byte) (x * 23 + y * y * 11 & 0x7f);
            again[i] = (byte) (rgb[i] + random.nextInt(5));
        }
        PictureHash hash = PictureHash.of(new RgbImage(90, 90, rgb));
        assertThat(hash.near(PictureHash.of(new RgbImage(90, 90, again)))).isTrue();
        assertThat(hash.same(PictureHash.of(new RgbImage(90, 90, again)))).isFalse();
        assertThat(hash.near(PictureHash.of(new RgbImage(90, 90, other)))).isFalse();
    }

    @Test
    void unreadable_areSkippedAndCounted() {
        ImageLoader.Loaded loaded =
                new ImageLoader(PIXEL, 8, false).load(pictures(20, 4, i -> i), null, 100, 100, 1, NONE);
        assertThat(loaded.sample().skipped()).isEqualTo(1);
        assertThat(numbers(loaded.calibration())).doesNotContain(4).hasSize(10);
        assertThat(loaded.calibration().get(0).labels())
                .containsExactly(red(loaded.calibration().get(0)));
    }

    @Test
    void tooFew_sayHowManyThereAre() {
        assertThatThrownBy(
                        () -> new ImageLoader(PIXEL, 8, false).load(pictures(15, 3, i -> i), null, 100, 100, 1, NONE))
                .isInstanceOf(CalibrationException.class)
                .hasMessageMatching(
                        "there are 7 images to calibrate on and 7 to hold out, 1 could not be read \\(.+\\);"
                                + " both must be 8 or more, so give 16 images, or others by --held-out");
        assertThatThrownBy(
                        () -> new ImageLoader(PIXEL, 16, true).load(pictures(20, -1, i -> i), null, 100, 100, 1, NONE))
                .hasMessageContaining("there are 0 images to calibrate on and 0 to hold out, in whole batches of 16");
    }

    private static ImageLoader.Loaded load(ImagePool pool, int count, long seed) {
        return new ImageLoader(PIXEL, 3, false).load(pool, null, count, count, seed, NONE);
    }

    /** Images of one pixel, whose red is their number; that of one cannot be read. */
    private static ImagePool pictures(int size, int unreadable, IntUnaryOperator labels) {
        return new ImagePool(size, labels, i -> {
            if (i == unreadable) {
                throw new IOException("damaged");
            }
            return new RgbImage(1, 1, new byte[] {(byte) i, 0, 0});
        });
    }

    private static List<Integer> numbers(List<ImageBatch> batches) {
        return batches.stream()
                .flatMap(batch -> Arrays.stream(red(batch)).boxed())
                .toList();
    }

    private static int[] red(ImageBatch batch) {
        int[] red = new int[batch.size()];
        for (int i = 0; i < red.length; i++) {
            red[i] = Math.round(batch.input().data().get(3 * i));
        }
        return red;
    }
}
