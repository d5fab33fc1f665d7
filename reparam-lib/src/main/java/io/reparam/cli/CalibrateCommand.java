package io.reparam.cli;

import io.reparam.calibrate.Calibrated;
import io.reparam.calibrate.CalibratedFold;
import io.reparam.calibrate.Calibration;
import io.reparam.calibrate.CalibrationPlan;
import io.reparam.calibrate.GateFinder;
import io.reparam.calibrate.Gates;
import io.reparam.calibrate.ImageBatch;
import io.reparam.calibrate.ImageLoader;
import io.reparam.calibrate.PreparedImages;
import io.reparam.calibrate.TakenApart;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.rule.FoldRules;
import io.reparam.fold.simplify.ConstantCondition;
import io.reparam.graph.Graph;
import io.reparam.ortfold.OrtEvaluator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
                    + " --fit stretch --max-kl 1e-3 -o calibrated.onnx",
            "",
            "A loss that is too large can be trained away: 'reparam train --mode asr --from RUN_DIR' goes on with a net that"
                    + " reparam trained."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the calibrated model is written",
            "1:no gates, too few images, the budget cannot be met, or folding changed the numbers: then the net is there unfolded",
            "2:the command line is wrong, or would overwrite a file",
            "3:a file is missing or not what it should be",
            "4:unexpected error",
            "5:nobody can tell whether folding changed the numbers; the net is there unfolded"
        })
final class CalibrateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL.onnx", description = "A trained net with channel attention; it is not changed.")
    private Path input;

    @Mixin
    private CalibrationImages images;

    @Mixin
    private CalibrationOptions options;

    @Mixin
    private CalibrationFiles files;

    @Override
    public Integer call() throws IOException {
        CalibrationPlan plan;
        Path target;
        try {
            plan = options.plan();
            target = files.target(input, images.inputs());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        ModelFile model = ModelFile.read(input);
        FoldPipeline pipeline = new FoldPipeline(FoldRules.standard(), OrtEvaluator.afterReference());
        CalibratedFold fold = files.fold(model, pipeline, images.sizes(model));
        long[] shape = images.inputShape(model);
        // an If whose condition is known is the body that runs, gates included
        Graph plain = new FoldPipeline(List.of(new ConstantCondition()))
                .run(model.graph())
                .graph();
        TakenApart net = TakenApart.of(plain, shape);
        Gates found = Calibration.requireGates(GateFinder.find(net.graph(), shape));
        if (plan.budget().gates() > found.found().size()) {
            int there = found.found().size();
            throw new ParameterException(
                    spec.commandLine(),
                    "--gates " + plan.budget().gates() + ": the model has " + there + (there == 1 ? " gate" : " gates")
                            + "; take so many or fewer, or --all");
        }
        ImageLoader.Loaded loaded = images.load(model, options.threads());
        Calibrated calibrated;
        try (Progress progress = new Progress("calibrate")) {
            IntConsumer step = step(progress, found, loaded);
            calibrated = new Calibration(plan.withNamedClasses(images.namedClasses(model)), pipeline)
                    .run(
                            net,
                            found,
                            new PreparedImages(loaded.calibration(), step),
                            new PreparedImages(loaded.heldOut(), step),
                            loaded.sample());
        }
        return files.write(input, target, calibrated, fold);
    }

    private static IntConsumer step(Progress progress, Gates gates, ImageLoader.Loaded loaded) {
        long total = Calibration.runs(gates.found().size(), count(loaded.calibration()), count(loaded.heldOut()));
        AtomicLong done = new AtomicLong();
        return images -> progress.at(Math.min(1, (double) done.addAndGet(images) / total));
    }

    private static int count(List<ImageBatch> batches) {
        return batches.stream().mapToInt(ImageBatch::size).sum();
    }
}
