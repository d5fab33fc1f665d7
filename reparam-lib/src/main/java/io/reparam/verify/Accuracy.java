package io.reparam.verify;

import io.reparam.image.ImagePool;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * How often a classifier is right.
 *
 * @param images seen
 * @param correct whose label had the highest logit, the lowest index where several share it
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
     * Runs a model on images one by one, with ONNX Runtime's optimizations on: as a service would.
     *
     * @param onnx a file with a model of one float32 image input and one output [N, classes]
     * @param classes of the output
     * @param labelled images, all of them labelled
     * @param progress is told how many images are done
     * @throws io.reparam.ort.OrtModelException if the model does not load or run
     */
    public static Accuracy of(Path onnx, int classes, RealImages labelled, int threads, IntConsumer progress) {
        ImagePool pool = labelled.images();
        FloatTensor input = FloatTensor.zeros(labelled.tensorizer().spec().shape(1));
        FloatTensor logits = FloatTensor.zeros(1, classes);
        int seen = 0;
        int correct = 0;
        try (OrtModel model = new OrtModel(onnx, SessionSettings.cpu(threads))) {
            for (int i = 0; i < pool.size(); i++) {
                try {
                    labelled.tensorizer().tensorize(pool.image(i), input.data().clear());
                } catch (IOException e) {
                    continue; // counted below
                }
                model.run(input, logits);
                seen++;
                if (top(logits) == pool.label(i)) {
                    correct++;
                }
                progress.accept(i + 1);
            }
        }
        return new Accuracy(seen, correct, pool.size() - seen);
    }

    private static int top(FloatTensor logits) {
        int top = 0;
        for (int c = 1; c < logits.data().capacity(); c++) {
            if (logits.data().get(c) > logits.data().get(top)) {
                top = c;
            }
        }
        return top;
    }
}
