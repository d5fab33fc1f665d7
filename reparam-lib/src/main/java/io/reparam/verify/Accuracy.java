package io.reparam.verify;

import io.reparam.artifact.ImageTensorizer;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * How often a classifier is right.
 *
 * @param images seen
 * @param correct whose label had the highest logit, the lowest index where several share it
 */
public record Accuracy(int images, int correct) {

    /** Top-1, 0 to 1. */
    public double top1() {
        return (double) correct / images;
    }

    public String text() {
        return String.format(Locale.ROOT, "top-1 %.2f %%: %d of %d images", 100 * top1(), correct, images);
    }

    /**
     * Runs a model on images one by one, with ONNX Runtime's optimizations on: as a service would.
     *
     * @param onnx bytes of a model of one float32 input [N, 3, height, width] and one output [N, classes]
     * @param classes of the output
     * @param progress is told how many images are done
     * @throws io.reparam.ort.OrtModelException if the model does not load or run
     */
    public static Accuracy of(
            byte[] onnx,
            int classes,
            PreprocessSpec spec,
            Iterable<LabelledImage> images,
            int threads,
            IntConsumer progress) {
        ImageTensorizer tensorizer = new ImageTensorizer(spec);
        FloatTensor input = FloatTensor.zeros(1, 3, spec.height(), spec.width());
        FloatTensor logits = FloatTensor.zeros(1, classes);
        int seen = 0;
        int correct = 0;
        try (OrtModel model = new OrtModel(onnx, SessionSettings.cpu(threads))) {
            for (LabelledImage image : images) {
                tensorizer.tensorize(image.image(), input.data().clear());
                model.run(input, logits);
                if (top(logits) == image.label()) {
                    correct++;
                }
                progress.accept(++seen);
            }
        }
        return new Accuracy(seen, correct);
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
