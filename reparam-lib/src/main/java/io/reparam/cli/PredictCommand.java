package io.reparam.cli;

import io.reparam.artifact.BesideModel;
import io.reparam.artifact.BundledModel;
import io.reparam.artifact.ClassScores;
import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.OnnxOutline;
import io.reparam.data.ImageFolder;
import io.reparam.image.ImageTensorizer;
import io.reparam.predict.ImagePrediction;
import io.reparam.predict.ImagePredictor;
import io.reparam.predict.Predictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** {@code reparam predict}. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = {
            "Says what images show: the most probable classes of each. Labels and preprocessing come from the options, the",
            "bundle's manifest, the model's card, or the files beside it. Classes without names are called by their numbers."
        },
        footer = {
            "",
            "Examples:",
            "  reparam predict folded.onnx cat.jpg dog.png",
            "  reparam predict models/mine photos --variant attention --json predictions.json",
            "  reparam predict resnet50.onnx cat.jpg --labels labels.txt --preprocess imagenet --top 3"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every image is answered",
            "2:the command line is wrong",
            "3:a file is missing or not what it should be; images that could be read are answered",
            "4:unexpected error"
        })
final class PredictCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "MODEL",
            description = "An ONNX file of one image input, or a directory that bundle wrote.")
    private Path model;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "IMAGE",
            description = "Image files, and directories of such.")
    private List<Path> images;

    @Option(names = "--variant", paramLabel = "NAME", description = "Of a bundle. Default: its default variant.")
    private @Nullable String variant;

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "5",
            description = "Classes of each image; default ${DEFAULT-VALUE}.")
    private int top;

    @Mixin
    private ClassOptions classes;

    @Mixin
    private PixelOptions pixels;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "1",
            description = "Images of a run, where the model leaves that free; default ${DEFAULT-VALUE}.")
    private int batch;

    @Option(names = "--threads", defaultValue = "1", description = "Of ONNX Runtime; default ${DEFAULT-VALUE}.")
    private int threads;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the predictions as JSON.")
    private @Nullable Path json;

    @Mixin
    private OutputFiles outputs;

    @Override
    public Integer call() throws IOException {
        if (top < 1 || batch < 1) {
            throw wrong("--top " + top + " and --batch " + batch + " must be 1 or more");
        }
        List<Path> files = new ArrayList<>();
        for (Path image : images) {
            files.addAll(ImageFolder.files(image));
        }
        List<Path> inputs = new ArrayList<>(files);
        inputs.add(Files.isDirectory(model) ? BundledModel.open(model, variant).onnx() : model);
        classes.file().ifPresent(inputs::add);
        outputs.and(json).require(inputs);
        Predictions predictions;
        try (ImagePredictor predictor = Files.isDirectory(model) ? bundled() : alone()) {
            predictions = new Predictions(model.toString(), predictor.predict(files, top, this::print));
        }
        JsonFile.write(json, predictions);
        return predictions.complete() ? ExitCode.OK : ExitCode.BAD_FILE;
    }

    private ImagePredictor bundled() throws IOException {
        BundledModel bundle = BundledModel.open(model, variant);
        ModelManifest manifest = bundle.manifest();
        try {
            LabelSet labels = classes.labels().orElse(manifest.labels());
            ImageTensorizer tensorizer = pixels.tensorizer(manifest.preprocess(), "the bundle's " + ModelManifest.FILE);
            ClassScores scores = ClassScores.of(
                    OnnxOutline.of(Files.readAllBytes(bundle.onnx())),
                    labels.size(),
                    classes.output(manifest.output()),
                    classes.activation(manifest.activation()));
            return new ImagePredictor(bundle.onnx(), tensorizer, labels, scores, batch, threads);
        } catch (IllegalArgumentException e) {
            throw wrong("'" + bundle.onnx() + "': " + e.getMessage());
        }
    }

    private ImagePredictor alone() throws IOException {
        if (variant != null) {
            throw wrong("--variant is for a bundle, and '" + model + "' is a file");
        }
        ModelFile file = ModelFile.read(model);
        BesideModel beside = BesideModel.of(model);
        try {
            LabelSet labels = classes.labels(file, beside).orElseGet(() -> numbers(file.classes()));
            ImageTensorizer tensorizer = pixels.usualTensorizer(file);
            ClassScores scores = ClassScores.of(
                    OnnxOutline.of(Files.readAllBytes(model)),
                    labels.size(),
                    classes.output(null),
                    classes.activation(beside.activation()));
            return new ImagePredictor(model, tensorizer, labels, scores, batch, threads);
        } catch (IllegalArgumentException e) {
            throw wrong("'" + model + "': " + e.getMessage());
        }
    }

    private static LabelSet numbers(int classes) {
        return new LabelSet(
                IntStream.range(0, classes).mapToObj(i -> "class " + i).toList());
    }

    private void print(ImagePrediction image) {
        spec.commandLine().getOut().println(image.text());
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
