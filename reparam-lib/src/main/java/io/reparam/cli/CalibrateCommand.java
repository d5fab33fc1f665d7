package io.reparam.cli;

import io.reparam.calibrate.Batch;
import io.reparam.calibrate.Budget;
import io.reparam.calibrate.Calibrated;
import io.reparam.calibrate.CalibratedFold;
import io.reparam.calibrate.Calibration;
import io.reparam.calibrate.CalibrationPlan;
import io.reparam.calibrate.ConstantKind;
import io.reparam.calibrate.GateFinder;
import io.reparam.calibrate.Gates;
import io.reparam.calibrate.HtmlReport;
import io.reparam.calibrate.ImageLoader;
import io.reparam.calibrate.Images;
import io.reparam.calibrate.OutputKind;
import io.reparam.calibrate.Unstacked;
import io.reparam.evaluate.OrtEvaluator;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.AtomicFile;
import io.reparam.graph.Graph;
import io.reparam.proof.Certificate;
import io.reparam.proof.Proven;
import io.reparam.proof.ProvenFold;
import io.reparam.proof.StandardTolerance;
import io.reparam.proof.UnprovenException;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.Tolerance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reparam calibrate}. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = {
            "Takes channel attention out of a net that was trained with it: gates that are nearly the same for every image",
            "become constants and fold into the weights. Lossy, unlike fold: the loss is measured on images that nothing was",
            "made from, limited by a budget, and stands in the model's metadata, its certificate and the report."
        },
        footer = {
            "",
            "Without a limit, --gates and --all, --max-drop is 0.5%% and --max-move is 10%%.",
            "",
            "Examples:",
            "  reparam calibrate se.onnx --images cifar10/data_batch_1.bin --held-out cifar10/test_batch.bin -o calibrated.onnx",
            "  reparam calibrate cls.onnx --images lines --labels lines.csv --size 48x192 --mean 0.5 --std 0.5 --channels bgr"
                    + " --fit pad --max-drop 0.5%% --report report.html -o calibrated.onnx",
            "  reparam calibrate detector.onnx --images pages --size 640x640 --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225"
                    + " --fit stretch --max-kl 1e-3 --tolerance 1e-3 -o calibrated.onnx",
            "",
            "A loss that is too large can be trained away: 'reparam train --from' goes on with the net."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the calibrated model is written",
            "1:no gates, too few images, the budget cannot be met, or folding is not proved: then the net is there unfolded",
            "2:the command line is wrong, or would overwrite a file",
            "3:a file is missing or not what it should be",
            "4:unexpected error"
        })
final class CalibrateCommand implements Callable<Integer> {
    private static final int PROVED = 8; // random images that the fold is proved on

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL.onnx", description = "A trained net with channel attention; it is not changed.")
    private Path input;

    @Mixin
    private CalibrationImages images;

    @Option(
            names = "--max-drop",
            paramLabel = "D",
            converter = Percentage.Converter.class,
            description =
                    "Top-1 accuracy that may be lost, in points; without labels, part of the images whose answer may change:"
                            + " top class, text, nearest neighbour, or as --output-kind has it. Such as 0.5%%.")
    private @Nullable Percentage maxDrop;

    @Option(
            names = "--max-kl",
            paramLabel = "X",
            description =
                    "Largest Kullback-Leibler divergence of the outputs, in nats: mean of an image, or of a map's pixel.")
    private @Nullable Double maxKl;

    @Option(
            names = "--max-move",
            paramLabel = "M",
            converter = Percentage.Converter.class,
            description =
                    "How far 95 of 100 images may move: the largest change of a probability, 1 - cosine of an embedding,"
                            + " mean error of a map, relative error of other numbers. Such as 10%%.")
    private @Nullable Percentage maxMove;

    @Option(
            names = "--gates",
            paramLabel = "N",
            description = "So many gates go, whatever the loss, which is reported.")
    private @Nullable Integer gates;

    @Option(
            names = "--curve",
            paramLabel = "DIR",
            description =
                    "Also write the net of every number of gates, each with its certificate, into an empty directory.")
    private @Nullable Path curve;

    @Option(
            names = "--output-kind",
            split = ",",
            paramLabel = "[NAME=]KIND",
            description = "What outputs are, instead of what they seem to be: logits, probabilities, binary, labels,"
                    + " embedding, sequence, map, raw.")
    private List<String> outputKinds = List.of();

    @Option(names = "--all", description = "Every gate, whatever the loss, which is reported.")
    private boolean all;

    @Option(
            names = "--constant",
            defaultValue = "LEAST_SQUARES",
            description =
                    "Of a gate: ${COMPLETION-CANDIDATES}. LEAST_SQUARES weighs images by the channel's energy, AFFINE adds"
                            + " a summand where it folds exactly. Default: ${DEFAULT-VALUE}.")
    private ConstantKind constant;

    @Option(
            names = "--correct-bias",
            description =
                    "Put what the constants leave of each channel's mean into the following bias, where that is exact.")
    private boolean correctBias;

    @Option(
            names = "--latency",
            paramLabel = "S",
            defaultValue = "0",
            description =
                    "Seconds to time each number of gates for, side by side with the original; default: not at all.")
    private double latency;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            description = "Of the proof that folding the constants changed nothing more, as for fold.")
    private @Nullable Double tolerance;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "Of ONNX Runtime; default 1.")
    private int threads;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Also write the report as a page with pictures.")
    private @Nullable Path report;

    @Mixin
    private FoldOutputs outputs;

    @Override
    public Integer call() throws IOException {
        CalibrationPlan plan;
        Path target;
        try {
            plan = new CalibrationPlan(budget(), constant, correctBias, threads, latency, kinds());
            target = outputs.checkedModel(input, true);
            requireWritable(target);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        ModelFile model = ModelFile.read(input);
        Tolerance exact = tolerance(model);
        long[] shape = images.inputShape(model);
        Graph net = Unstacked.in(model.graph(), shape);
        Gates found = Calibration.requireGates(GateFinder.find(net, shape));
        FoldPipeline pipeline = new FoldPipeline(FoldRules.standard(), OrtEvaluator.afterReference());
        ImageLoader.Loaded loaded = images.load(model, threads);
        Calibrated calibrated;
        try (Progress progress = new Progress("calibrate")) {
            IntConsumer step = step(progress, found, loaded);
            calibrated = new Calibration(plan, pipeline)
                    .run(
                            net,
                            found,
                            new Images(loaded.calibration(), step),
                            new Images(loaded.heldOut(), step),
                            loaded.sample());
        }
        writeReport(calibrated);
        EquivalenceCheck check =
                new EquivalenceCheck(exact, CheckPlan.of(PROVED, 1).withSizes(List.of(images.sizes(model))));
        CalibratedFold fold = new CalibratedFold(new ProvenFold(pipeline, check));
        int code = curve == null ? ExitCode.OK : writeCurve(calibrated, fold, curve);
        return Math.max(code, write(calibrated.required(), fold, target));
    }

    private Tolerance tolerance(ModelFile model) {
        try {
            return new Tolerance(tolerance == null ? StandardTolerance.of(model.graph()) : tolerance, true);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int write(Calibrated calibrated, CalibratedFold fold, Path target) throws IOException {
        Path certificate = outputs.certificate(target);
        print(calibrated.report().text());
        JsonFile.write(outputs.json(), calibrated.report());
        try {
            Proven proven =
                    fold.write(calibrated, input, target, origin(), lossy -> JsonFile.write(certificate, lossy));
            print("folding the constants, proved: " + proven.proof().text());
            print("certificate: " + certificate);
            return ExitCode.OK;
        } catch (UnprovenException e) {
            print(e.proof().text());
            print("folding the constants changed the numbers by more than the tolerance; --tolerance allows more");
            Path unfolded = unfolded(target);
            CalibratedFold.writeUnfolded(calibrated, input, unfolded);
            print("the calibrated net itself, with its constants and not folded: '" + unfolded + "'. 'reparam fold "
                    + unfolded + " --tolerance T -o " + target + "' goes on from there");
            return ExitCode.FAILED;
        }
    }

    /** Every number of gates, each proved by itself. */
    private int writeCurve(Calibrated calibrated, CalibratedFold fold, Path directory) throws IOException {
        int code = ExitCode.OK;
        for (Calibrated point : calibrated.curve()) {
            Path target = directory.resolve(
                    String.format("gates-%02d.onnx", point.report().result().gatesRemoved()));
            try {
                Path certificate = FoldOutputs.certificateBeside(target);
                fold.write(point, input, target, origin(), lossy -> JsonFile.write(certificate, lossy));
            } catch (UnprovenException e) {
                Path unfolded = unfolded(target);
                CalibratedFold.writeUnfolded(point, input, unfolded);
                print("folding " + target.getFileName() + " changed the numbers by more than the tolerance; it is there"
                        + " unfolded: '" + unfolded + "'");
                code = ExitCode.FAILED;
            }
        }
        print("curve: " + calibrated.curve().size() + " nets in '" + directory + "'");
        return code;
    }

    private static Path unfolded(Path target) {
        return target.resolveSibling(
                String.valueOf(target.getFileName()).replaceFirst("\\.onnx$", "") + ".unfolded.onnx");
    }

    private static Certificate.Origin origin() {
        return new Certificate.Origin(Version.tool(), Instant.now());
    }

    /** What would be found out only after the long part otherwise. */
    private void requireWritable(Path target) throws IOException {
        if (curve != null) {
            Files.createDirectories(curve);
            try (Stream<Path> there = Files.list(curve)) {
                if (there.findAny().isPresent()) {
                    throw new IllegalArgumentException(
                            "'" + curve + "' is not empty; choose another directory for --curve");
                }
            }
        }
        for (Path file : Stream.of(target, outputs.certificate(target), outputs.json(), report)
                .filter(Objects::nonNull)
                .toList()) {
            Path directory = file.toAbsolutePath().getParent();
            if (directory == null || !Files.isDirectory(directory)) {
                throw new IllegalArgumentException("the directory of '" + file + "' does not exist; make it first");
            }
            if (!Files.isWritable(directory)) {
                throw new IllegalArgumentException("the directory of '" + file + "' cannot be written to");
            }
        }
    }

    private Budget budget() {
        if (maxDrop == null && maxKl == null && maxMove == null && gates == null && !all) {
            return Budget.USUAL;
        }
        Double drop = maxDrop == null ? null : (Double) maxDrop.value();
        Double move = maxMove == null ? null : (Double) maxMove.value();
        if (gates != null && gates < 1) {
            throw new IllegalArgumentException("--gates " + gates + " must be 1 or more");
        }
        return new Budget(drop, maxKl, move, gates == null ? 0 : gates, all);
    }

    private Map<String, OutputKind> kinds() {
        Map<String, OutputKind> kinds = new HashMap<>();
        for (String choice : outputKinds) {
            int cut = choice.lastIndexOf('=');
            String kind = choice.substring(cut + 1).strip().toUpperCase(Locale.ROOT);
            if (Stream.of(OutputKind.values()).noneMatch(known -> known.name().equals(kind))) {
                throw new IllegalArgumentException("--output-kind '" + choice + "' must be one of "
                        + Stream.of(OutputKind.values()).map(OutputKind::text).toList() + ", or NAME= and one of them");
            }
            kinds.put(cut < 0 ? "" : choice.substring(0, cut), OutputKind.valueOf(kind));
        }
        return kinds;
    }

    private void writeReport(Calibrated calibrated) throws IOException {
        if (report != null) {
            byte[] html = HtmlReport.of(String.valueOf(input.getFileName()), calibrated)
                    .getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(report, out -> out.write(html));
        }
    }

    private static IntConsumer step(Progress progress, Gates gates, ImageLoader.Loaded loaded) {
        long total = Calibration.runs(gates.found().size(), count(loaded.calibration()), count(loaded.heldOut()));
        AtomicLong done = new AtomicLong();
        return images -> progress.at(Math.min(1, (double) done.addAndGet(images) / total));
    }

    private static int count(List<Batch> batches) {
        return batches.stream().mapToInt(Batch::size).sum();
    }

    private void print(String lines) {
        spec.commandLine().getOut().println(lines);
    }
}
