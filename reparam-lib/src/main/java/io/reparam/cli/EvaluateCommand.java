package io.reparam.cli;

import io.reparam.artifact.BundledModel;
import io.reparam.artifact.ClassScores;
import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelCard;
import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.OnnxOutline;
import io.reparam.data.DataSets;
import io.reparam.data.ImageFolder;
import io.reparam.data.LabelledImages;
import io.reparam.data.corruption.Corruption;
import io.reparam.image.ImagePool;
import io.reparam.image.ImageTensorizer;
import io.reparam.predict.Accuracy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reparam evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = {
            "Counts how often an ONNX model is right on labelled images, preprocessed as its card, its bundle or the options",
            "say. Unreadable images are passed over and counted."
        },
        footer = {
            "",
            "Examples:",
            "  reparam evaluate folded.onnx --images cifar10",
            "  reparam evaluate models/mine --variant attention --images photos",
            "  reparam evaluate folded.onnx --images cifar10 --corruption noise,blur,contrast,jpeg",
            "  reparam evaluate resnet50.onnx --images imagenet/val --size 224x224 --mean 0.485,0.456,0.406"
                    + " --std 0.229,0.224,0.225"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:measured",
            "2:the command line is wrong",
            "3:a file is missing or not what it should be",
            "4:unexpected error"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "MODEL",
            description =
                    "An ONNX file of a classifier with one input, images, of any type of number, or a directory that"
                            + " bundle wrote.")
    private Path model;

    @Option(names = "--variant", paramLabel = "NAME", description = "Of a bundle. Default: its default variant.")
    private @Nullable String variant;

    @Option(
            names = "--images",
            required = true,
            paramLabel = "PATH",
            description = "A directory with a data set's test images, a CIFAR-10 binary file, or a directory with one"
                    + " subdirectory a class, called as the model's card or bundle calls it; without one, classes are in the"
                    + " order of the subdirectories' names.")
    private Path images;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Classes of the images: a line for each, path in DIR, comma, number or name of the class.")
    private @Nullable Path labels;

    @Mixin
    private PixelOptions pixels;

    @Option(names = "--threads", defaultValue = "1", description = "Of ONNX Runtime; default ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--corruption",
            split = ",",
            paramLabel = "KIND",
            description = "Also on spoiled images, in five strengths: ${COMPLETION-CANDIDATES}.")
    private List<Corruption> corruptions = List.of();

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Seed of the corruption's noise. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        BundledModel bundle = Files.isDirectory(model) ? BundledModel.open(model, variant) : null;
        if (bundle == null && variant != null) {
            throw new ParameterException(
                    spec.commandLine(), "--variant is for a bundle, and '" + model + "' is a file");
        }
        ModelManifest manifest = bundle == null ? null : bundle.manifest();
        Path onnx = bundle == null ? model : bundle.onnx();
        ModelFile file = ModelFile.read(onnx);
        LabelSet names = manifest != null
                ? manifest.labels()
                : file.card().map(ModelCard::labels).orElse(null);
        int classes;
        ImageTensorizer tensorizer;
        ClassScores scores;
        LabelledImages labelled =
                labels == null ? DataSets.labelled(images, names) : ImageFolder.labelled(images, labels, names);
        ImagePool pool = labelled.pool();
        try {
            classes = names == null ? file.classes() : names.size();
            tensorizer = manifest != null
                    ? pixels.tensorizer(manifest.preprocess(), "the bundle's " + ModelManifest.FILE)
                    : pixels.usualTensorizer(file);
            requireLabels(labelled, classes);
            scores = ClassScores.of(
                    OnnxOutline.of(Files.readAllBytes(onnx)),
                    classes,
                    manifest == null ? null : manifest.output(),
                    manifest == null ? null : manifest.activation());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (Progress progress = new Progress("evaluate")) {
            Measuring measuring = images -> Accuracy.of(
                    onnx,
                    classes,
                    scores,
                    images,
                    tensorizer,
                    threads,
                    done -> progress.at((double) done / images.size()));
            out.println(measuring.of(pool).text());
            for (Corruption corruption : corruptions) {
                out.println(row(corruption, pool, measuring));
                out.flush();
            }
        }
        return ExitCode.OK;
    }

    private interface Measuring {
        Accuracy of(ImagePool images);
    }

    /** Such as {@code noise 1 to 5: 84.20 79.10 73.56 70.90 68.00 %, mean 75.15 %}. */
    private String row(Corruption corruption, ImagePool pool, Measuring measuring) {
        StringBuilder row = new StringBuilder(corruption.label() + " 1 to " + Corruption.STRENGTHS + ":");
        double sum = 0;
        for (int strength = 1; strength <= Corruption.STRENGTHS; strength++) {
            double top1 =
                    100 * measuring.of(corruption.of(pool, strength, seed)).top1();
            row.append(String.format(Locale.ROOT, " %.2f", top1));
            sum += top1;
        }
        return row + String.format(Locale.ROOT, " %%, mean %.2f %%", sum / Corruption.STRENGTHS);
    }

    private void requireLabels(LabelledImages labelled, int classes) {
        ImagePool pool = labelled.pool();
        int highest = IntStream.range(0, pool.size()).map(pool::label).max().orElse(-1);
        if (IntStream.range(0, pool.size()).anyMatch(i -> pool.label(i) < 0)) {
            throw new IllegalArgumentException("the images in '" + images
                    + "' have no classes: put them into one subdirectory a class, or list" + " them by --labels");
        }
        if (!labelled.fits(classes)) {
            throw new IllegalArgumentException(labelled.misfit(String.valueOf(classes)));
        }
        if (highest >= classes) {
            throw new IllegalArgumentException("an image in '" + images + "' is of class " + highest
                    + ", but the model has classes 0 to " + (classes - 1) + "; correct "
                    + (labels == null ? "the folder that is called by that number" : "'" + labels + "'"));
        }
    }
}
