package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reparam.data.CifarPictures;
import io.reparam.data.CifarSample;
import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code fold}, {@code verify} and {@code evaluate} on folders of image files. */
class ImageFilesTest {
    private static final List<String> PIXELS = List.of("--mean", "0.5,0.4,0.3", "--std", "0.25");

    @TempDir
    private Path directory;

    private Path model = Path.of("");
    private String out = "";
    private String err = "";

    @BeforeEach
    void writeModel() throws IOException {
        model = directory.resolve("net.onnx");
        OnnxFile.write(CommandTest.attentionNet(3), model);
    }

    @Test
    void fold_nestedFolders_damagedFilesAreCounted() throws IOException {
        Path folder = CifarPictures.write(directory.resolve("photos"), 20, 2, label -> "a/" + label + "/b");
        Path folded = directory.resolve("folded.onnx");
        assertThat(run("fold", model, "-o", folded, "--images", folder, "--count", "50"))
                .as(() -> err)
                .isZero();
        assertThat(out).contains("real images 18", "2 image files could not be read", "EQUIVALENT");
        assertThat(directory.resolve("folded.certificate.json")).content().contains("\"unreadable\" : 2");

        assertThat(run("verify", model, folded, "--images", folder, "--count", "5", "--size", "32x32", PIXELS))
                .isZero();
        assertThat(out).contains("real images ");
        Path one = directory.resolve("photos/a/one.png");
        Files.copy(folder.resolve("a/" + CifarSample.read().label(9) + "/b/9.png"), one);
        assertThat(run("verify", model, folded, "--images", one, "--fit", "stretch", "--channels", "bgr", PIXELS))
                .isZero();
        assertThat(out).contains("real images 1,");
    }

    @Test
    void evaluate_classFolders_agreesWithTheBinaryFile() throws IOException {
        Path folder = CifarPictures.write(directory.resolve("val"), 200, 0, label -> "class" + label);
        assertThat(run("evaluate", model, "--images", CifarSample.FILE)).isZero();
        String binary = out;
        assertThat(run("evaluate", model, "--images", folder)).as(() -> err).isZero();
        assertThat(out).isEqualTo(binary).contains("of 200 images");

        Files.write(folder.resolve("class0/broken.jpg"), new byte[] {1, 2});
        assertThat(run("evaluate", model, "--images", folder, PIXELS)).isZero();
        assertThat(out).contains("of 200 images; 1 image files could not be read");
    }

    /** The same net after casts, or in batches of three. */
    @ParameterizedTest
    @CsvSource({"DOUBLE, 0, 0", "DOUBLE, 3, 0", "FLOAT16, 0, 10", "BFLOAT16, 0, 20"})
    void evaluate_netsOfOtherTypesAndBatches_countTheSame(ElementType type, int batch, int apart) throws IOException {
        assertThat(run("evaluate", model, "--images", CifarSample.FILE, PIXELS)).isZero();
        int wanted = correct();
        Path other = directory.resolve("other.onnx");
        OnnxFile.write(behindCasts(type, batch), other);
        assertThat(run("evaluate", other, "--images", CifarSample.FILE, PIXELS))
                .as(() -> err)
                .isZero();
        assertThat(correct()).isCloseTo(wanted, within(apart));
        assertThat(run("bench", other, other, "--seconds", "0.1")).as(() -> err).isZero();
        assertThat(out).contains("B / A of the medians");
    }

    @Test
    void predict_bundleOfANetWithoutBatch_saysTheSame() throws IOException {
        Path photos = CifarPictures.write(directory.resolve("photos"), 3, 0, label -> "");
        Path labels = Files.writeString(directory.resolve("labels.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
        Path alone = directory.resolve("alone.onnx");
        OnnxFile.write(behindCasts(ElementType.DOUBLE, -1), alone);
        List<String> said = new ArrayList<>();
        for (Path net : List.of(model, alone)) {
            Path models = directory.resolve("models-of-" + net.getFileName());
            assertThat(run("bundle", net, "--labels", labels, "--preprocess", "cifar", "-o", models))
                    .as(() -> err)
                    .isZero();
            assertThat(run("predict", models, photos)).as(() -> err).isZero();
            said.add(out);
        }
        assertThat(said.get(1)).isEqualTo(said.get(0)).contains("2.png");
    }

    @Test
    void evaluateAndBench_bundle_sayTheSameAsItsFile() throws IOException {
        Path labels = Files.writeString(directory.resolve("labels.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
        Path models = directory.resolve("models");
        assertThat(run("bundle", model, "--name", "mine", "--labels", labels, "--preprocess", "cifar", "-o", models))
                .as(() -> err)
                .isZero();
        assertThat(run("evaluate", model, "--images", CifarSample.FILE, "--preprocess", "cifar"))
                .isZero();
        int wanted = correct();
        Path bundle = models.resolve("mine");
        assertThat(run("evaluate", bundle, "--images", CifarSample.FILE))
                .as(() -> err)
                .isZero();
        assertThat(out).contains("from the bundle's model.yaml");
        assertThat(correct()).isEqualTo(wanted);
        assertThat(run("bench", bundle, model, "--seconds", "0.1"))
                .as(() -> err)
                .isZero();

        assertThat(run("evaluate", bundle, "--images", CifarSample.FILE, "--variant", "strange"))
                .isEqualTo(ExitCode.BAD_FILE);
        assertThat(err).contains("no variant 'strange'; it has model");
        assertThat(run("evaluate", model, "--images", CifarSample.FILE, "--variant", "model"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("--variant is for a bundle");
        assertThat(run("bundle", model, "--name", "my model", "--labels", labels, "-o", models))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err).contains("cannot be called 'my model'", "--name");
    }

    /** Bytes of pixels, from the first row on: the normalisation is inside. */
    @Test
    void bundle_netOfBytes_needsNobodyToSayHowItsImagesArePrepared() throws IOException {
        Path labels = Files.writeString(directory.resolve("labels.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
        Path bytes = directory.resolve("bytes.onnx");
        OnnxFile.write(behindCasts(ElementType.UINT8, ElementType.FLOAT, 0), bytes);
        assertThat(run("bundle", bytes, "--labels", labels, "-o", directory.resolve("models")))
                .as(() -> err)
                .isZero();
        assertThat(out).contains("32x32 RGB, CROP of 32", "from the input, which takes bytes");
        Path files = Files.createDirectories(directory.resolve("hand/bytes/1"));
        Files.copy(bytes, files.resolve("model.onnx"));
        Files.writeString(files.resolveSibling("model.yaml"), "labels: [a, b, c, d, e, f, g, h, i, j]\n");
        Path photo = CifarPictures.write(directory.resolve("photos"), 1, 0, label -> "");
        assertThat(run("predict", directory.resolve("hand/bytes"), photo))
                .as(() -> err)
                .isZero();
        assertThat(out).contains("32x32 RGB, CROP of 32");
    }

    private int correct() {
        return Integer.parseInt(out.replaceAll("(?s).*: (\\d+) of 200 images.*", "$1"));
    }

    /** @param batch 0 for a free one, -1 for none */
    private static Graph behindCasts(ElementType type, int batch) throws IOException {
        return behindCasts(type, type, batch);
    }

    private static Graph behindCasts(ElementType type, ElementType scores, int batch) throws IOException {
        Object rows = batch > 0 ? (Object) batch : "N";
        GraphBuilder builder = GraphBuilder.of("other")
                .output(Value.tensor("scores", scores, batch < 0 ? Dim.list(1, 10) : Dim.list(rows, 10)));
        Graph net = CommandTest.attentionNet(3);
        net.initializers().values().forEach(builder::initializer);
        Attributes none = Attributes.none();
        builder.node("Cast", batch < 0 ? "alone" : "image", none.withInt("to", 1), "pixels");
        if (batch < 0) {
            builder.initializer("first", new long[] {1}, new long[] {0});
            builder.node("Unsqueeze", "image", none, "alone", "first");
        }
        net.nodes().forEach(builder::node);
        builder.node("Cast", "scores", none.withInt("to", scores.code()), "logits");
        return builder.buildBody()
                .addInput(Value.tensor("pixels", type, batch < 0 ? Dim.list(3, 32, 32) : Dim.list(rows, 3, 32, 32)));
    }

    @Test
    void evaluate_foldersThatAreNotTheClasses_areRefused() throws IOException {
        Path some = CifarPictures.write(directory.resolve("some"), 200, 0, label -> "class" + Math.min(label, 7));
        assertThat(run("evaluate", model, "--images", some)).isEqualTo(2);
        assertThat(err)
                .contains("has 8 classes and the model 10, so their order", "list the images' classes by --labels");
        Path flat = CifarPictures.write(directory.resolve("flat"), 3, 0, label -> "");
        assertThat(run("evaluate", model, "--images", flat)).isEqualTo(2);
        assertThat(err).contains("have no classes: put them into one subdirectory a class");
        Path labels = Files.writeString(directory.resolve("labels.csv"), "0.png,1\n2.png,9\n");
        assertThat(run("evaluate", model, "--images", flat, "--labels", labels)).isZero();
        assertThat(out).contains("of 2 images");
        Files.writeString(labels, "0.png,1\n2.png,10\n");
        assertThat(run("evaluate", model, "--images", flat, "--labels", labels)).isEqualTo(2);
        assertThat(err).contains("is of class 10, but the model has classes 0 to 9; correct '" + labels);
        Path numbered = CifarPictures.write(directory.resolve("numbered"), 20, 0, label -> "" + Math.min(label, 7));
        assertThat(run("evaluate", model, "--images", numbered))
                .as("numbers say which classes there are")
                .isZero();
    }

    @Test
    void verify_whatIsNoImage_isOneLine() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThat(run("verify", model, model, "--images", empty)).isEqualTo(3);
        assertThat(err).contains("empty' holds no images").hasLineCount(1);
        assertThat(run("verify", model, model, "--images", directory.resolve("none")))
                .isEqualTo(3);
        assertThat(err).contains("none' does not exist").hasLineCount(1);
        Path damaged = CifarPictures.write(directory.resolve("damaged"), 2, 2, label -> "");
        assertThat(run("verify", model, model, "--images", damaged)).isEqualTo(5);
        assertThat(out).contains("UNDECIDED", "there are no real images to compare on: 2 could not be read");
    }

    private int run(Object... arguments) {
        StringWriter outWriter = new StringWriter();
        StringWriter errWriter = new StringWriter();
        CommandLine line = ReparamCommand.commandLine()
                .setOut(new PrintWriter(outWriter, true))
                .setErr(new PrintWriter(errWriter, true));
        int code = line.execute(Stream.of(arguments)
                .flatMap(a -> a instanceof List<?> more ? more.stream() : Stream.of(a))
                .map(String::valueOf)
                .toArray(String[]::new));
        out = outWriter.toString();
        err = errWriter.toString();
        return code;
    }
}
