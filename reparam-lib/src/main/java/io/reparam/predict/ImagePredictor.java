package io.reparam.predict;

import io.reparam.artifact.ClassScores;
import io.reparam.artifact.LabelSet;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.RgbImage;
import io.reparam.image.decode.ImageDecodeException;
import io.reparam.image.decode.ImageDecoder;
import io.reparam.ort.HostTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import io.reparam.ort.Reals;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TensorSpec;
import io.reparam.ort.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A net that classifies image files, with ONNX Runtime's optimizations on: as a service would. For one thread. */
public final class ImagePredictor implements AutoCloseable {
    private static final ImageDecoder DECODER = new ImageDecoder(100_000_000);

    private static final Comparator<PredictedClass> ORDER =
            Comparator.comparingDouble(PredictedClass::probability).reversed().thenComparingInt(PredictedClass::index);

    private final OrtModel model;
    private final ImageTensorizer tensorizer;
    private final LabelSet labels;
    private final ClassScores scores;
    private final TensorType type;
    private final int output;
    private final boolean fixedBatch;
    private final int batch;

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
        model = new OrtModel(onnx, SessionSettings.cpu(threads));
        try {
            TensorSpec input = model.inputs().get(0);
            type = TensorType.valueOf(input.type());
            if (type == TensorType.STRING || type == TensorType.BOOL) {
                throw new OrtModelException("input '" + input.name() + "' is " + type + "; images are numbers");
            }
            output = model.outputs().stream().map(TensorSpec::name).toList().indexOf(scores.output());
            long declared = input.shape().isEmpty() ? 0 : input.shape().get(0);
            fixedBatch = declared > 0;
            this.batch = fixedBatch ? Math.toIntExact(declared) : batch;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
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
        List<List<PredictedClass>> found = images.isEmpty() ? List.of() : classes(images, top);
        List<ImagePrediction> predictions = new ArrayList<>();
        int next = 0;
        for (Path file : files) {
            @Nullable String problem = problems.get(file);
            predictions.add(
                    new ImagePrediction(file.toString(), problem == null ? found.get(next++) : List.of(), problem));
        }
        return predictions;
    }

    private List<List<PredictedClass>> classes(List<RgbImage> images, int top) {
        int rows = fixedBatch ? batch : images.size();
        FloatBuffer values = Reals.from(model.run(List.of(input(images, rows))).get(output));
        int each = values.remaining() / rows;
        List<List<PredictedClass>> found = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            float[] row = new float[each];
            values.get(values.position() + i * each, row);
            found.add(top(row, top));
        }
        return found;
    }

    /** Rows that no image takes are zeros. */
    private HostTensor input(List<RgbImage> images, int rows) {
        List<Long> shape = LongStream.of(tensorizer.spec().shape(rows)).boxed().toList();
        int size = Math.multiplyExact(rows, tensorizer.spec().floats());
        if (type == TensorType.UINT8) {
            // its normalisation is inside
            ByteBuffer pixels = ByteBuffer.allocate(size);
            images.forEach(image -> tensorizer.bytes(image, pixels));
            return HostTensor.of(type, shape, pixels.clear());
        }
        FloatBuffer numbers = FloatBuffer.allocate(size);
        images.forEach(image -> tensorizer.tensorize(image, numbers));
        return Reals.of(type, shape, numbers.clear());
    }

    private List<PredictedClass> top(float[] row, int top) {
        float[] probabilities;
        try {
            probabilities = scores.activation().probabilities(row, labels.size());
        } catch (IllegalArgumentException e) {
            throw new OrtModelException("output '" + scores.output() + "': " + e.getMessage(), e);
        }
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new PredictedClass(labels.name(i), i, probabilities[i]))
                .sorted(ORDER)
                .limit(top)
                .toList();
    }

    @Override
    public void close() {
        model.close();
    }
}
