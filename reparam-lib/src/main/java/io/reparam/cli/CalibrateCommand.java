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
import io.reparam.evaluate.OrtEvaluator;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.AtomicFile;
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
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
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
            "Without --max-drop, --max-kl and --all, --max-drop is 0.5%%.",
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
            "1:no gates, too few images, or the budget cannot be met; nothing is written",
            "2:the command line is wrong, or would overwrite a file",
            "3:a file is missing or not what it should be",
            "4:unexpected error"
        })
final class CalibrateCommand implements Callable<Integer> {
    private static final int PROVED = 8; // random images that the fold is proved on
    private static final double DEFAULT_DROP = 0.005;

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
                    "Top-1 accuracy that may be lost, in points; without labels, part of the images whose top class may"
                            + " change. Such as 0.5%%.")
    private @Nullable Percentage maxDrop;

    @Option(
            names = "--max-kl",
            paramLabel = "X",
            description =
                    "Largest Kullback-Leibler divergence of the outputs, in nats: mean of an image, or of a map's pixel.")
    private @Nullable Double maxKl;

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
            boolean unlimited = maxDrop == null && maxKl == null && !all;
            Double drop = maxDrop == null ? null : (Double) maxDrop.value();
            plan = new CalibrationPlan(
                    new Budget(unlimited ? (Double) DEFAULT_DROP : drop, maxKl, all),
                    constant,
                    correctBias,
                    threads,
                    latency);
            target = outputs.checkedModel(input, true);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        ModelFile model = ModelFile.read(input);
        List<Integer> size = images.sizes(model);
        Gates gates = Calibration.requireGates(
                GateFinder.find(model.graph(), model.batch() > 0 ? model.batch() : 2, 3, size.get(0), size.get(1)));
        FoldPipeline pipeline = new FoldPipeline(FoldRules.standard(), OrtEvaluator.afterReference());
        ImageLoader.Loaded loaded = images.load(model);
        Calibrated calibrated;
        try (Progress progress = new Progress("calibrate")) {
            IntConsumer step = step(progress, gates, loaded);
            calibrated = new Calibration(plan, pipeline)
                    .run(
                            model.graph(),
                            gates,
                            new Images(loaded.calibration(), step),
                            new Images(loaded.heldOut(), step),
                            loaded.skipped());
        }
        return write(model, calibrated, pipeline, target);
    }

    private int write(ModelFile model, Calibrated calibrated, FoldPipeline pipeline, Path target) throws IOException {
        EquivalenceCheck check = new EquivalenceCheck(
                new Tolerance(tolerance == null ? StandardTolerance.of(model.graph()) : tolerance, true),
                CheckPlan.of(PROVED, 1).withSizes(List.of(images.sizes(model))));
        Path certificate = outputs.certificate(target);
        try {
            Certificate.Origin origin = new Certificate.Origin(Version.tool(), Instant.now());
            Proven proven = new CalibratedFold(new ProvenFold(pipeline, check))
                    .write(calibrated, input, target, origin, lossy -> JsonFile.write(certificate, lossy));
            JsonFile.write(outputs.json(), calibrated.report());
            writeReport(calibrated);
            print(calibrated.report().text());
            print("folding the constants, proved: " + proven.proof().text());
            print("certificate: " + certificate);
            return ExitCode.OK;
        } catch (UnprovenException e) {
            print(e.proof().text());
            print("folding the constants changed the numbers; nothing written. --tolerance allows more");
            return ExitCode.FAILED;
        }
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
