package io.reparam.cli;

import io.reparam.calibrate.Calibrated;
import io.reparam.calibrate.CalibratedFold;
import io.reparam.calibrate.HtmlReport;
import io.reparam.fold.FoldPipeline;
import io.reparam.graph.AtomicFile;
import io.reparam.proof.Certificate;
import io.reparam.proof.Proven;
import io.reparam.proof.ProvenFold;
import io.reparam.proof.StandardTolerance;
import io.reparam.proof.UnprovenException;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.EquivalenceReport;
import io.reparam.verify.Tolerance;
import io.reparam.verify.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What {@code calibrate} writes: nets that are folded and proved, or are there unfolded where that fails, and reports. */
final class CalibrationFiles {
    private static final int PROVED = 8; // random images that the fold is proved on

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--curve",
            paramLabel = "DIR",
            description =
                    "Also write the net of every number of gates, each with its certificate, into an empty directory.")
    private @Nullable Path curve;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            description = "Tolerance of the proof that folding the constants changed nothing more, as for fold.")
    private @Nullable Double tolerance;

    @Option(
            names = "--proof-time",
            paramLabel = "SECONDS",
            defaultValue = "45",
            description = "Time after which the proof of a fold ends undecided; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description = "Also write the report as a page with pictures.")
    private @Nullable Path report;

    @Mixin
    private FoldOutputs outputs;

    private int code = ExitCode.OK;

    /**
     * Where the net goes, if nothing is lost and everything can be written.
     *
     * @param images that are read, and their labels
     * @throws IllegalArgumentException if nobody said where, or the curve has no place
     * @throws IOException for a file that cannot be written
     */
    Path target(Path input, List<@Nullable Path> images) throws IOException {
        List<@Nullable Path> inputs = new ArrayList<>(images);
        inputs.add(input);
        Path target = outputs.model();
        OutputFiles files = outputs.named(true).and(report).and(unfolded(target), ", the net where its proof fails,");
        files.require(inputs);
        if (curve != null) {
            requireEmpty(curve);
            files.requireOutside(curve, "--curve");
        }
        return target;
    }

    /**
     * How folds are proved.
     *
     * @param sizes height and width of what the model takes
     */
    CalibratedFold fold(ModelFile model, FoldPipeline pipeline, List<Integer> sizes) {
        try {
            double exact = tolerance == null ? StandardTolerance.of(model.graph()) : tolerance;
            CheckPlan plan = CheckPlan.of(PROVED, 1).within(seconds).withSizes(List.of(sizes));
            return new CalibratedFold(new ProvenFold(pipeline, new EquivalenceCheck(new Tolerance(exact, true), plan)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /**
     * Writes all, and prints what is measured first of all. What cannot be written costs nothing else.
     *
     * @return the exit code
     * @throws IOException naming the files that could not be written, after all others were
     * @throws io.reparam.calibrate.CalibrationException if the budget allows no gate to go; the page and the curve are there all the
     *     same
     */
    int write(Path input, Path target, Calibrated calibrated, CalibratedFold fold) throws IOException {
        WrittenApart written = new WrittenApart();
        print(calibrated.report().text());
        if (calibrated.report().chosen() > 0) {
            Path certificate = outputs.certificate(target);
            written.write(() -> code = worse(code, writeNet(input, target, certificate, calibrated, fold)));
            written.write(() -> JsonFile.write(outputs.json(), calibrated.report()));
        }
        written.write(() -> writePage(input, calibrated));
        Path points = curve;
        if (points != null) {
            written.write(() -> writeCurve(input, points, calibrated.curve(), fold));
        }
        written.requireAll();
        calibrated.required();
        return code;
    }

    private int writeNet(Path input, Path target, Path certificate, Calibrated calibrated, CalibratedFold fold)
            throws IOException {
        try {
            Proven proven =
                    fold.write(calibrated, input, target, origin(), lossy -> JsonFile.write(certificate, lossy));
            print("folding the constants, proved: " + proven.proof().text());
            print("written: " + target + ", certificate: " + certificate);
            return ExitCode.OK;
        } catch (UnprovenException e) {
            print(e.proof().text());
            Path unfolded = unfolded(target);
            CalibratedFold.writeUnfolded(calibrated, input, unfolded);
            print(unproven(e.proof()) + "; '" + target + "' is not written. The calibrated net as it was measured, not"
                    + " folded: '" + unfolded + "'" + remedy(e.proof(), unfolded, target));
            return ExitCode.of(e.proof().verdict());
        }
    }

    /** Every number of gates, each proved by itself. */
    private void writeCurve(Path input, Path directory, List<Calibrated> points, CalibratedFold fold)
            throws IOException {
        for (Calibrated point : points) {
            Path target = directory.resolve(
                    String.format("gates-%02d.onnx", point.report().result().gatesRemoved()));
            try {
                Path certificate = FoldOutputs.certificateBeside(target);
                fold.write(point, input, target, origin(), lossy -> JsonFile.write(certificate, lossy));
            } catch (UnprovenException e) {
                Path unfolded = unfolded(target);
                CalibratedFold.writeUnfolded(point, input, unfolded);
                print(target.getFileName() + ": " + unproven(e.proof()) + "; unfolded: '" + unfolded + "'");
                code = worse(code, ExitCode.of(e.proof().verdict()));
            }
        }
        print("curve: " + points.size() + " nets in '" + directory + "'");
    }

    /** That nets differ counts more than that nobody can tell. */
    private static int worse(int a, int b) {
        return a == ExitCode.OK || b == ExitCode.OK ? Math.max(a, b) : Math.min(a, b);
    }

    private static String unproven(EquivalenceReport proof) {
        return proof.verdict() == Verdict.DIFFERENT
                ? "folding the constants changed the numbers"
                : "nobody can tell whether folding the constants changed the numbers: " + proof.reason();
    }

    /** What differs is a fold's fault, which a larger tolerance would only hide. */
    private static String remedy(EquivalenceReport proof, Path unfolded, Path target) {
        String fold = "; 'reparam fold " + unfolded + " -o " + target;
        return proof.verdict() == Verdict.DIFFERENT
                ? fold + " --trace' shows which fold does that, --skip leaves it away"
                : fold
                        + "' goes on from there: with --proof-time where the time ran out, with --tolerance where rounding"
                        + " is larger";
    }

    private static Path unfolded(Path target) {
        return target.resolveSibling(
                String.valueOf(target.getFileName()).replaceFirst("\\.onnx$", "") + ".unfolded.onnx");
    }

    private static Certificate.Origin origin() {
        return new Certificate.Origin(Version.tool(), Instant.now());
    }

    private void writePage(Path input, Calibrated calibrated) throws IOException {
        if (report != null) {
            byte[] html = HtmlReport.of(String.valueOf(input.getFileName()), calibrated)
                    .getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(report, out -> out.write(html));
        }
    }

    private void requireEmpty(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> there = Files.list(directory)) {
            if (there.findAny().isPresent()) {
                throw new IllegalArgumentException(
                        "'" + directory + "' is not empty; choose another directory for --curve");
            }
        }
        if (!Files.isWritable(directory)) {
            throw new IllegalArgumentException("the directory '" + directory + "' cannot be written to");
        }
    }

    private void print(String lines) {
        spec.commandLine().getOut().println(lines);
    }
}
