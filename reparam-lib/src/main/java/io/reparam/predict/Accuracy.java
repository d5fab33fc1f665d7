package io.reparam.predict;

import io.reparam.artifact.ClassScores;
import io.reparam.image.ImagePool;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.RgbImage;
import io.reparam.ort.OrtModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * How often a classifier is right.
 *
 * @param images seen
 * @param correct whose label had the highest score, the lowest index where several share it
 * @param unreadable image files that were passed over
 */
public record Accuracy(int images, int correct, int unreadable) {

    /** Top-1, 0 to 1. */
    public double top1() {
        return images == 0 ? 0 : (double) correct / images;
    }

    public String text() {
        return String.format(Locale.ROOT, "top-1 %.2f %%: %d of %d images", 100 * top1(), correct, images)
                + (unreadable == 0 ? "" : "; " + unreadable + " image files could not be read");
    }

    /**
     * Runs a model on images, with ONNX Runtime's optimizations on: as a service would.
     *
     * @param onnx a file with a model of one image input
     * @param classes that the images have
     * @param scores which output holds them: one for each class, or one for two
     * @param pool images, all of them labelled
     * @param progress is told how many images are done
     * @throws io.reparam.ort.OrtModelException if the model does not load or run, or has other scores
     */
    public static Accuracy of(
            Path onnx,
            int classes,
            ClassScores scores,
            ImagePool pool,
            ImageTensorizer tensorizer,
            int threads,
            IntConsumer progress) {
        int seen = 0;
        int correct = 0;
        try (ImageScores net = new ImageScores(onnx, tensorizer, scores.output(), 1, threads)) {
            List<RgbImage> images = new ArrayList<>();
            List<Integer> labels = new ArrayList<>();
            for (int i = 0; i < pool.size(); i++) {
                try {
                    images.add(pool.image(i));
                    labels.add(pool.label(i));
                    seen++;
                } catch (IOException e) {
                    // counted below
                }
                if (images.size() == net.batch() || (i == pool.size() - 1 && !images.isEmpty())) {
                    List<float[]> rows = net.of(images);
                    for (int row = 0; row < rows.size(); row++) {
                        correct += top(rows.get(row), classes, scores) == labels.get(row) ? 1 : 0;
                    }
                    images.clear();
                    labels.clear();
                }
                progress.accept(i + 1);
            }
        }
        return new Accuracy(seen, correct, pool.size() - seen);
    }

    private static int top(float[] row, int classes, ClassScores scores) {
        // probabilities may be equal where scores are not; one score of two classes is a probability only after it
        float[] values = row;
        if (row.length != classes) {
            try {
                values = scores.activation().probabilities(row, classes);
            } catch (IllegalArgumentException e) {
                throw new OrtModelException("output '" + scores.output() + "': " + e.getMessage(), e);
            }
        }
        int top = 0;
        for (int c = 1; c < values.length; c++) {
            if (values[c] > values[top]) {
                top = c;
            }
        }
        return top;
    }
}
