package io.reparam.cli;

import io.reparam.artifact.ChannelOrder;
import io.reparam.artifact.Fit;
import io.reparam.artifact.FittedTensorizer;
import io.reparam.artifact.Interpolation;
import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelCard;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.calibrate.ImageLoader;
import io.reparam.calibrate.Pictures;
import io.reparam.data.CifarImages;
import io.reparam.data.ImageFolder;
import io.reparam.data.ImagePool;
import io.reparam.graph.Dim;
import io.reparam.graph.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The images of {@code calibrate}, and what the model takes. */
final class CalibrationImages {
    private static final int BATCH = 16;

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--images",
            required = true,
            paramLabel = "PATH",
            description = "A directory of PNG and JPEG files, or of one subdirectory a class, or with CIFAR-10's"
                    + " data_batch_1.bin; or one CIFAR-10 binary file.")
    private Path images;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Classes of the images: a line for each, path in DIR, comma, number or name of the class.")
    private @Nullable Path labels;

    @Option(
            names = "--held-out",
            paramLabel = "PATH",
            description =
                    "Images that the loss is measured on, in the same forms; default: every other one of --images.")
    private @Nullable Path heldOut;

    @Option(names = "--held-out-labels", paramLabel = "FILE", description = "Classes of --held-out, as --labels.")
    private @Nullable Path heldOutLabels;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "256",
            description = "Calibration images at most, evenly spread; default ${DEFAULT-VALUE}. A few dozen often do.")
    private int count;

    @Option(
            names = "--held-out-count",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Held-out images at most, evenly spread; default ${DEFAULT-VALUE}. They stay in memory.")
    private int heldOutCount;

    @Option(
            names = "--size",
            paramLabel = "HxW",
            converter = Sizes.Converter.class,
            description = "What the model takes; default: its card, or its input's shape.")
    private @Nullable Sizes size;

    @Option(
            names = "--mean",
            split = ",",
            paramLabel = "M",
            description = "One or three numbers on the scale 0 to 1, in the model's order of colours.")
    private List<Float> mean = List.of();

    @Option(names = "--std", split = ",", paramLabel = "S", description = "As --mean.")
    private List<Float> std = List.of();

    @Option(
            names = "--channels",
            defaultValue = "RGB",
            description = "Order of colours that the model takes: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ChannelOrder channels;

    @Option(
            names = "--fit",
            defaultValue = "CROP",
            description =
                    "CROP: shorter side resized, centre cut out. PAD: height resized, zeros at the right, for lines of"
                            + " text. STRETCH: both sides resized. Default: ${DEFAULT-VALUE}.")
    private Fit fit;

    /** Height and width of what the model takes. */
    List<Integer> sizes(ModelFile model) throws IOException {
        PreprocessSpec preprocess = preprocess(model);
        return List.of(preprocess.height(), preprocess.width());
    }

    /** Reads all images that are needed. */
    ImageLoader.Loaded load(ModelFile model) throws IOException {
        if (count < 1 || heldOutCount < 1) {
            throw error("--count " + count + " and --held-out-count " + heldOutCount + " must be 1 or more");
        }
        long fixed = batch(model);
        FittedTensorizer tensorizer = new FittedTensorizer(preprocess(model), fit, channels);
        LabelSet names = model.card().map(ModelCard::labels).orElse(null);
        return new ImageLoader(tensorizer, fixed > 0 ? (int) fixed : BATCH, fixed > 0)
                .load(
                        pictures(pool(images, labels, names)),
                        heldOut == null ? null : pictures(pool(heldOut, heldOutLabels, names)),
                        count,
                        heldOutCount);
    }

    private static ImagePool pool(Path path, @Nullable Path labels, @Nullable LabelSet names) throws IOException {
        if (labels != null) {
            return ImageFolder.labelled(path, labels, names);
        }
        if (Files.isRegularFile(path)) {
            return ImagePool.of(CifarImages.read(List.of(path)));
        }
        Path training = path.resolve("data_batch_1.bin");
        if (Files.isRegularFile(training)) {
            return ImagePool.of(CifarImages.read(List.of(training)));
        }
        return ImageFolder.read(path, names);
    }

    private static Pictures pictures(ImagePool pool) {
        return new Pictures(pool.size(), pool::label, pool::image);
    }

    private PreprocessSpec preprocess(ModelFile model) throws IOException {
        PreprocessSpec known = model.card().map(ModelCard::preprocess).orElse(null);
        if (known != null && size == null && mean.isEmpty() && std.isEmpty()) {
            return known;
        }
        if (mean.isEmpty() || std.isEmpty()) {
            if (known == null) {
                throw error(
                        "'" + model.path() + "' has no model card; say by --mean and --std what it was trained with");
            }
        }
        int height = size == null ? side(model, 2) : size.values().get(0);
        int width =
                size == null ? side(model, 3) : size.values().get(size.values().size() - 1);
        try {
            return new PreprocessSpec(
                    height,
                    width,
                    Math.max(height, width),
                    Interpolation.BILINEAR,
                    mean.isEmpty() && known != null ? known.mean() : three(mean),
                    std.isEmpty() && known != null ? known.std() : three(std));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static List<Float> three(List<Float> given) {
        return given.size() == 1 ? List.of(given.get(0), given.get(0), given.get(0)) : given;
    }

    private int side(ModelFile model, int axis) {
        long side = fixed(model, axis);
        if (side < 1) {
            throw error("the input of '" + model.path() + "' leaves its size free; choose it by --size HxW");
        }
        return (int) side;
    }

    /** Images in a run where the model fixes it, 0 where it does not. */
    private long batch(ModelFile model) {
        long channelCount = fixed(model, 1);
        if (channelCount > 0 && channelCount != 3) {
            throw error("'" + model.path() + "' takes " + channelCount + " channels, not the 3 of an image");
        }
        return Math.max(0, fixed(model, 0));
    }

    private long fixed(ModelFile model, int axis) {
        List<Value> inputs = model.graph().inputs().stream()
                .filter(input -> !model.graph().initializers().containsKey(input.name()))
                .toList();
        List<Dim> dims = inputs.size() != 1 ? List.of() : inputs.get(0).dims().orElse(List.of());
        if (dims.size() != 4) {
            throw error("'" + model.path() + "' must have one input [N, 3, H, W], not " + inputs);
        }
        return dims.get(axis) instanceof Dim.Fixed known ? known.size() : 0;
    }

    private ParameterException error(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
