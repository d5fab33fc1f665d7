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
import java.util.List;
import java.util.Objects;
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

    /**
     * Where the net goes, if everything can be written.
     *
     * @throws IllegalArgumentException naming the first file that cannot
     */
    Path target(Path input) throws IOException {
        Path target = outputs.checkedModel(input, true);
        requireWritable(target);
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

    /** @return the exit code */
    int write(Path input, Path target, Calibrated calibrated, CalibratedFold fold) throws IOException {
        int code = curve == null ? ExitCode.OK : writeCurve(input, curve, calibrated.curve(), fold);
        Calibrated chosen = calibrated.required();
        print(chosen.report().text());
        JsonFile.write(outputs.json(), chosen.report());
        return worse(code, writeNet(input, target, outputs.certificate(target), chosen, fold));
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
    private int writeCurve(Path input, Path directory, List<Calibrated> points, CalibratedFold fold)
            throws IOException {
        int code = ExitCode.OK;
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
        return code;
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

    void writePage(Path input, Calibrated calibrated) throws IOException {
        if (report != null) {
            byte[] html = HtmlReport.of(String.valueOf(input.getFileName()), calibrated)
                    .getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(report, out -> out.write(html));
        }
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
            AtomicFile.requirePlace(file);
            Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
            if (!Files.isWritable(directory)) {
                throw new IllegalArgumentException("the directory of '" + file + "' cannot be written to");
            }
        }
    }

    private void print(String lines) {
        spec.commandLine().getOut().println(lines);
    }
}
