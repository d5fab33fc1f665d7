package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reparam.data.CifarSample;
import io.reparam.train.attention.AttentionMode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StripeReportTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void layOut() throws IOException {
        CifarSample.asDataSet(directory.resolve("data"));
    }

    @Test
    void report_hasEveryPlaceAndKeptEpoch_andWritesPictures() throws IOException {
        train(AttentionMode.BOTH);
        StripeReport report = StripeReport.of(store(), CifarSample.read(), 60, 1);
        assertThat(report.images()).isEqualTo(100); // whole batches
        assertThat(report.places()).hasSize(3);
        assertThat(report.epochs()).containsOnlyKeys(1, 2);
        assertThat(report.epochs().get(2))
                .isEqualTo(report.places().stream().map(Stripes::meanDeviation).toList());
        assertThat(report.clarity().get(2))
                .isEqualTo(report.places().stream().map(Stripes::clarity).toList());
        assertThat(report.meanClarity()).isBetween(0.0, 1.0);
        assertThat(report.places()).allSatisfy(place -> {
            assertThat(place.meanDeviation()).isGreaterThan(0);
            assertThat(place.values()).hasDimensions(100, place.means().length);
        });

        Path out = directory.resolve("stripes");
        report.write(out);
        assertThat(ImageIO.read(out.resolve("01-stage1_1.scale.attention.png").toFile())
                        .getHeight())
                .isEqualTo(800);
        // 64, 128 and 256 channels, a gap between two places, 100 images
        BufferedImage all = ImageIO.read(out.resolve("stripes.png").toFile());
        assertThat(all.getWidth()).isEqualTo(450);
        assertThat(all.getHeight()).isEqualTo(100);
        assertThat(all.getRGB(64, 50)).isEqualTo(0xffffffff);
        assertThat(all.getRGB(63, 50)).isNotEqualTo(0xffffffff);
        // 24 images of each of two epochs, and a gap between them
        BufferedImage epochs = ImageIO.read(out.resolve("stripes-by-epoch.png").toFile());
        assertThat(epochs.getWidth()).isEqualTo(450);
        assertThat(epochs.getHeight()).isEqualTo(49);
        assertThat(epochs.getRGB(10, 24)).isEqualTo(0xffffffff);
        assertThat(epochs.getRGB(10, 25)).isNotEqualTo(0xffffffff);
        assertThat(ImageIO.read(out.resolve("deviation-by-place.png").toFile()).getWidth())
                .isEqualTo(768);
        assertThat(out.resolve("deviation-by-place.svg")).content().contains("epoch 1", "epoch 2");
        assertThat(out.resolve("stripes.json"))
                .content()
                .contains("\"deviations\"")
                .doesNotContain("\"values\"");
    }

    @Test
    void netWithoutOrdinaryAttention_isRefused() throws IOException {
        train(AttentionMode.ASR);
        assertThatThrownBy(() -> StripeReport.of(store(), CifarSample.read(), 50, 1))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("--attention se and --mode asr");
    }

    /** Two images, one channel: 1 and 3. */
    @Test
    void deviation_isThatOfThePopulation() {
        Stripes stripes = Stripes.of("x", new float[][] {{1}, {3}});
        assertThat(stripes.means()).containsExactly(2);
        assertThat(stripes.deviations()).containsExactly(1);
        assertThat(stripes.highest()).isEqualTo(3);
        assertThat(stripes.clarity()).isZero(); // one channel differs by images alone
    }

    /** Means 1 and 5, so 4 between the channels; variances 1 and 3 over the images, 2 in the mean. */
    @Test
    void clarity_isTheShareBetweenChannels() {
        float root = (float) Math.sqrt(3);
        Stripes stripes = Stripes.of("x", new float[][] {{0, 5 - root}, {2, 5 + root}});
        assertThat(stripes.clarity()).isCloseTo(4 / 6.0, within(1e-6));
        assertThat(Stripes.of("x", new float[][] {{1, 2}, {1, 2}}).clarity()).isEqualTo(1);
    }

    private void train(AttentionMode mode) throws IOException {
        TrainingPlan plan = new TrainingPlan(TinyRun.net(mode), TinyRun.recipe(2, 0, 7), DataPlan.USUAL);
        TinyRun.train(plan, directory.resolve("data"), store(), new TrainingListener() {});
    }

    private CheckpointStore store() {
        return new CheckpointStore(directory.resolve("run"), true);
    }
}
