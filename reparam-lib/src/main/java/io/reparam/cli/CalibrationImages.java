package io.reparam.cli;

import io.reparam.artifact.BesideModel;
import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelCard;
import io.reparam.calibrate.ImageLoader;
import io.reparam.calibrate.TopClasses;
import io.reparam.data.DataSets;
import io.reparam.data.ImageFolder;
import io.reparam.data.LabelledImages;
import io.reparam.image.ImagePool;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.PreprocessSpec;
import io.reparam.ort.FloatTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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
            description = "A directory of image files, or of one subdirectory a class, or with CIFAR-10's"
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
                    "Images that the loss is measured on, in the same forms; default: half of --images or more, with each class"
                            + " alike: by label, or else by the net's own top class.")
    private @Nullable Path heldOut;

    @Option(names = "--held-out-labels", paramLabel = "FILE", description = "Classes of --held-out, as --labels.")
    private @Nullable Path heldOutLabels;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "256",
            description =
                    "Calibration images at most, drawn by --seed; default ${DEFAULT-VALUE}. A few dozen often do.")
    private int count;

    @Option(
            names = "--held-out-count",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Held-out images at most, drawn by --seed; default ${DEFAULT-VALUE}. They stay in memory.")
    private int heldOutCount;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Draws the images; default ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private PixelOptions pixels;

    /** The files and directories that are read. */
    List<@Nullable Path> inputs() {
        return Arrays.asList(images, labels, heldOut, heldOutLabels);
    }

    /** Height and width of what the model takes. */
    List<Integer> sizes(ModelFile model) throws IOException {
        PreprocessSpec preprocess = pixels.tensorizer(model).spec();
        return List.of(preprocess.height(), preprocess.width());
    }

    /** How many classes have names; 0 if nobody names them. */
    int namedClasses(ModelFile model) throws IOException {
        LabelSet names = names(model);
        return names == null ? 0 : names.size();
    }

    private static @Nullable LabelSet names(ModelFile model) throws IOException {
        return model.card()
                .map(ModelCard::labels)
                .orElse(BesideModel.of(model.path()).labels());
    }

    /** Reads all images that are needed. */
    ImageLoader.Loaded load(ModelFile model, int threads) throws IOException {
        if (count < 1 || heldOutCount < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--count " + count + " and --held-out-count " + heldOutCount + " must be 1 or more");
        }
        ImageTensorizer tensorizer = pixels.tensorizer(model);
        LabelSet names = names(model);
        LabelledImages first = labelled(images, labels, names);
        LabelledImages second = heldOut == null ? null : labelled(heldOut, heldOutLabels, names);
        int batch = model.batch() > 0 ? model.batch() : BATCH;
        try (TopClasses topClasses = new TopClasses(model.graph(), threads)) {
            Set<Integer> classes = topClasses.widths(FloatTensor.zeros(inputShape(model)));
            List<String> unused = Stream.of(first, second)
                    .flatMap(Stream::ofNullable)
                    .filter(some -> !fits(some, classes))
                    .map(some -> some.misfit(text(classes)) + "; until then labels are not used")
                    .toList();
            return new ImageLoader(tensorizer, batch, model.batch() > 0)
                    .load(
                            pool(first, unused),
                            second == null ? null : pool(second, unused),
                            count,
                            heldOutCount,
                            seed,
                            topClasses)
                    .warning(unused);
        }
    }

    /** So many images in the form that the model takes: two where it leaves their number free. */
    long[] inputShape(ModelFile model) throws IOException {
        return pixels.tensorizer(model).spec().shape(model.batch() > 0 ? model.batch() : 2);
    }

    private static boolean fits(LabelledImages images, Set<Integer> classes) {
        return classes.isEmpty() || classes.stream().anyMatch(images::fits);
    }

    private static ImagePool pool(LabelledImages images, List<String> unused) {
        return unused.isEmpty() ? images.pool() : images.withoutLabels();
    }

    private static String text(Set<Integer> classes) {
        return classes.stream().map(String::valueOf).collect(Collectors.joining(" or "));
    }

    private static LabelledImages labelled(Path path, @Nullable Path labels, @Nullable LabelSet names)
            throws IOException {
        if (labels != null) {
            return ImageFolder.labelled(path, labels, names);
        }
        Path training = path.resolve("data_batch_1.bin"); // what a net learnt from tells most of its gates
        return DataSets.labelled(Files.isRegularFile(training) ? training : path, names);
    }
}
