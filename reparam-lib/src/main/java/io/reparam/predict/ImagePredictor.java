package io.reparam.predict;

import io.reparam.artifact.ClassScores;
import io.reparam.artifact.LabelSet;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.RgbImage;
import io.reparam.image.decode.ImageDecodeException;
import io.reparam.image.decode.ImageDecoder;
import io.reparam.ort.OrtModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A net that classifies image files, with ONNX Runtime's optimizations on: as a service would. For one thread. */
public final class ImagePredictor implements AutoCloseable {
    private static final ImageDecoder DECODER = new ImageDecoder(100_000_000);

    private static final Comparator<ImagePrediction.PredictedClass> ORDER = Comparator.comparingDouble(
                    ImagePrediction.PredictedClass::probability)
            .reversed()
            .thenComparingInt(ImagePrediction.PredictedClass::index);

    private final ImageScores net;
    private final ImageTensorizer tensorizer;
    private final LabelSet labels;
    private final ClassScores scores;

    /**
     * Opens a net of one input, images.
     *
     * @param onnx its file
     * @param scores which output holds them; it has a value for each label
     * @param batch images of a run; a net with a fixed batch keeps its own
     * @throws OrtModelException if the net does not load, or its input is not a tensor of numbers
     */
    public ImagePredictor(
            Path onnx, ImageTensorizer tensorizer, LabelSet labels, ClassScores scores, int batch, int threads) {
        this.tensorizer = tensorizer;
        this.labels = labels;
        this.scores = scores;
        net = new ImageScores(onnx, tensorizer, scores.output(), batch, threads);
    }

    /**
     * Classifies files, each as it would be classified alone.
     *
     * @param top how many classes of each; all where there are fewer
     * @param done is told each image, in their order
     * @return the images in their order, those among them that cannot be read
     * @throws IOException if a file does not exist
     * @throws OrtModelException if the net does not run, or gives scores that are not numbers
     */
    public List<ImagePrediction> predict(List<Path> files, int top, Consumer<ImagePrediction> done) throws IOException {
        List<ImagePrediction> all = new ArrayList<>();
        int batch = net.batch();
        for (int from = 0; from < files.size(); from += batch) {
            for (ImagePrediction image : run(files.subList(from, Math.min(files.size(), from + batch)), top)) {
                all.add(image);
                done.accept(image);
            }
        }
        return all;
    }

    private List<ImagePrediction> run(List<Path> files, int top) throws IOException {
        Map<Path, String> problems = new LinkedHashMap<>();
        List<RgbImage> images = new ArrayList<>();
        for (Path file : files) {
            try {
                images.add(DECODER.decode(Files.readAllBytes(file), tensorizer.spec()));
            } catch (ImageDecodeException e) {
                problems.put(file, String.valueOf(e.getMessage()));
            }
        }
        List<List<ImagePrediction.PredictedClass>> found = images.isEmpty()
                ? List.of()
                : net.of(images).stream().map(row -> top(row, top)).toList();
        List<ImagePrediction> predictions = new ArrayList<>();
        int next = 0;
        for (Path file : files) {
            @Nullable String problem = problems.get(file);
            predictions.add(
                    new ImagePrediction(file.toString(), problem == null ? found.get(next++) : List.of(), problem));
        }
        return predictions;
    }

    private List<ImagePrediction.PredictedClass> top(float[] row, int top) {
        float[] probabilities;
        try {
            probabilities = scores.activation().probabilities(row, labels.size());
        } catch (IllegalArgumentException e) {
            throw new OrtModelException("output '" + scores.output() + "': " + e.getMessage(), e);
        }
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new ImagePrediction.PredictedClass(labels.name(i), i, probabilities[i]))
                .sorted(ORDER)
                .limit(top)
                .toList();
    }

    @Override
    public void close() {
        net.close();
    }
}
