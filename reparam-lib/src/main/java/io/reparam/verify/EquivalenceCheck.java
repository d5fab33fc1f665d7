package io.reparam.verify;

import io.reparam.ort.OrtModelException;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TypedModel;
import io.reparam.ort.TypedValue;
import io.reparam.verify.cut.OnnxSource;
import io.reparam.verify.cut.TensorInputs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs two models on the same inputs and says whether they compute the same: as a whole, and where rounding adds up beyond the
 * tolerance, part by part ({@link CutProof}). The original runs with all of ONNX Runtime's
 * optimizations off; so does the candidate, which is judged. What is only reported: the candidate optimized, and the original on
 * images that differ by one rounding step. As wholes they are loaded one after the other. Immutable, for any number of threads.
 */
public final class EquivalenceCheck {
    /** Of an output: what a limit makes of large values, and rounding does not. */
    private static final double NOTABLE = 1e-3;

    private final Tolerance tolerance;
    private final CheckPlan plan;
    private final ProgressListener progress;
    private final boolean thorough; // with what is only reported, and with every branch

    public EquivalenceCheck(Tolerance tolerance, CheckPlan plan) {
        this(tolerance, plan, (done, total) -> {});
    }

    public EquivalenceCheck(Tolerance tolerance, CheckPlan plan, ProgressListener progress) {
        this(tolerance, plan, progress, true);
    }

    private EquivalenceCheck(Tolerance tolerance, CheckPlan plan, ProgressListener progress, boolean thorough) {
        this.tolerance = tolerance;
        this.plan = plan;
        this.progress = progress;
        this.thorough = thorough;
    }

    public CheckPlan plan() {
        return plan;
    }

    /** The same check on fewer images, without what is not judged and what only a person would want to see, and with the branches that the inputs take. */
    public EquivalenceCheck onlyJudged(int images) {
        return new EquivalenceCheck(tolerance, plan.atMost(images), (done, total) -> {}, false);
    }

    /**
     * Compares two models.
     *
     * @param original bytes of an ONNX file
     * @param candidate bytes of an ONNX file
     * @param real also compared on these; null for random images only
     * @throws ModelMismatchException if inputs or outputs differ in name, type or shape, or only the original loads or runs
     * @throws OrtModelException if the original does not load
     */
    public EquivalenceReport run(byte[] original, byte[] candidate, @Nullable RealImages real) {
        try (StartedCheck started = start(OnnxSource.of(original), real, true)) {
            return started.finish(OnnxSource.of(candidate));
        }
    }

    /** The same for two files, which may have their weights beside them. */
    public EquivalenceReport run(Path original, Path candidate, @Nullable RealImages real) {
        try (StartedCheck started = start(original, real, true)) {
            return started.finish(candidate);
        }
    }

    /**
     * Begins with a file whose candidate may not be there yet.
     *
     * @param early whether the file is loaded and asked before the candidate is there
     */
    public StartedCheck start(Path original, @Nullable RealImages real, boolean early) {
        return start(OnnxSource.of(original), real, early);
    }

    private StartedCheck start(OnnxSource original, @Nullable RealImages real, boolean early) {
        return new StartedCheck(tolerance, plan, candidate -> {
            if (early) {
                return run(original, candidate, real);
            }
            OnnxSource known = candidate.get();
            return run(original, () -> known, real);
        });
    }

    /** On random images only, of the first drawing that the original takes. */
    EquivalenceReport compare(OnnxSource original, OnnxSource candidate, List<Drawing> drawings, TimeLimit deadline) {
        return run(original, () -> candidate, null, new ArrayList<>(drawings), deadline);
    }

    private EquivalenceReport run(OnnxSource original, Supplier<OnnxSource> awaited, @Nullable RealImages real) {
        TimeLimit deadline = TimeLimit.in(plan.seconds(), System::nanoTime);
        AtomicReference<OnnxSource> candidate = new AtomicReference<>(); // made once
        try {
            OnnxSource fed = TensorInputs.of(original);
            EquivalenceReport report = run(
                    fed,
                    () -> candidate.updateAndGet(known -> known == null ? fed(deadline.without(awaited)) : known),
                    real,
                    new ArrayList<>(),
                    deadline);
            return report.notCompared(TensorInputs.made(original));
        } catch (IOException e) {
            throw new OrtModelException("the model cannot be read: " + e.getMessage(), e);
        }
    }

    private static OnnxSource fed(OnnxSource candidate) {
        try {
            return TensorInputs.of(candidate);
        } catch (IOException e) {
            throw new ModelMismatchException("the candidate cannot be read: " + e.getMessage());
        }
    }

    /** @param drawings to be tried; if there are none, they are looked for and put there */
    private EquivalenceReport run(
            OnnxSource original,
            Supplier<OnnxSource> candidate,
            @Nullable RealImages real,
            List<Drawing> drawings,
            TimeLimit deadline) {
        List<EquivalenceReport.UntakenShape> untaken = new ArrayList<>();
        List<ComparisonRun> runs = new ArrayList<>();
        try {
            run(original, candidate, real, drawings, deadline, untaken, runs);
            Map<Boolean, List<ComparisonRun>> parts =
                    runs.stream().collect(Collectors.partitioningBy(ComparisonRun::isLarge));
            EquivalenceReport report =
                    judged(parts.getOrDefault(false, List.of()), original, candidate, untaken, deadline);
            if (!thorough || !report.equivalent()) {
                return report;
            }
            EquivalenceReport vetoed =
                    vetoed(report, parts.getOrDefault(true, List.of()), original, candidate, deadline);
            EquivalenceReport rows = vetoed.equivalent()
                    ? new TableProof(this, drawings, deadline).addedTo(vetoed, original, candidate.get())
                    : vetoed;
            return rows.equivalent()
                    ? new BranchProof(this, drawings, deadline).addedTo(rows, original, candidate.get())
                    : rows;
        } catch (UndecidedException e) {
            return EquivalenceReport.undecided(tolerance, plan, untaken, String.valueOf(e.getMessage()));
        }
    }

    private EquivalenceReport judged(
            List<ComparisonRun> runs,
            OnnxSource original,
            Supplier<OnnxSource> candidate,
            List<EquivalenceReport.UntakenShape> untaken,
            TimeLimit deadline) {
        List<Comparison> comparisons = new ArrayList<>();
        runs.forEach(run -> comparisons.addAll(run.comparisons()));
        EquivalenceReport whole = EquivalenceReport.of(
                tolerance,
                plan,
                comparisons,
                untaken,
                runs.stream().mapToInt(ComparisonRun::unreadable).sum(),
                runs.stream().flatMap(i -> i.shapes().stream()).distinct().toList());
        return whole.equivalent() ? whole : byParts(whole, original, candidate.get(), runs, deadline);
    }

    /** A difference on large values is one; that a net turns them into what rounding moves says nothing. */
    private EquivalenceReport vetoed(
            EquivalenceReport report,
            List<ComparisonRun> large,
            OnnxSource original,
            Supplier<OnnxSource> candidate,
            TimeLimit deadline) {
        if (large.isEmpty() || large.stream().anyMatch(run -> run.images() == 0)) {
            return report;
        }
        EquivalenceReport other = judged(large, original, candidate, List.of(), deadline);
        boolean notable = other.comparisons().stream().anyMatch(comparison -> comparison.error() > NOTABLE);
        return notable && other.verdict() == Verdict.DIFFERENT ? report.vetoedBy(ComparisonRun.LARGE, other) : report;
    }

    private EquivalenceReport byParts(
            EquivalenceReport whole,
            OnnxSource original,
            OnnxSource candidate,
            List<ComparisonRun> runs,
            TimeLimit deadline) {
        List<Map<String, TypedValue>> differing =
                runs.stream().flatMap(run -> run.differing().stream()).toList();
        try {
            CutProof proof = new CutProof(original, candidate, tolerance, plan, differing, deadline);
            CutProof.Outcome parts = proof.run(whole.differing());
            EquivalenceReport report = whole.byParts(parts, Map.of());
            return parts.verdict() == Verdict.EQUIVALENT && !report.equivalent()
                    ? whole.byParts(parts, proof.innerNoise(whole.differing()))
                    : report;
        } catch (UndecidedException e) {
            return whole.undecidedByParts(String.valueOf(e.getMessage()));
        }
    }

    private void run(
            OnnxSource original,
            Supplier<OnnxSource> candidate,
            @Nullable RealImages real,
            List<Drawing> drawings,
            TimeLimit deadline,
            List<EquivalenceReport.UntakenShape> untaken,
            List<ComparisonRun> runs) {
        SessionSettings asWritten = SessionSettings.reference(plan.threads());
        boolean optimizes = thorough;
        boolean more = true;
        while (more) {
            Signature signature;
            try (TypedModel model = original.open(asWritten)) {
                signature = Signature.of(model);
                if (runs.isEmpty()) {
                    ComparisonRuns planned = new ComparisonRuns(plan, signature, untaken, deadline);
                    Hints hints = new Hints(original);
                    DrawingSearch search = new DrawingSearch(model, hints, plan, deadline);
                    boolean found = drawings.isEmpty();
                    Drawing drawing = found ? search.find() : search.first(drawings);
                    runs.addAll(planned.of(drawing, real, thorough));
                    if (found) {
                        drawings.add(drawing);
                        runs.addAll(planned.switched(search, hints, drawings));
                    }
                }
                more = false;
                for (ComparisonRun run : runs) {
                    more |= run.ask(model);
                }
            }
            try (TypedModel model = candidate(candidate.get(), asWritten)) {
                Interfaces.check(signature, Signature.of(model));
                runs.forEach(run -> run.judge(model, tolerance));
            }
            if (optimizes) {
                optimizes = new OptimizedRun(plan, runs, untaken).time(original, candidate.get());
            }
            progress.images(runs.stream().mapToLong(ComparisonRun::images).sum(), (long) plan.images() * runs.size());
        }
    }

    private static TypedModel candidate(OnnxSource candidate, SessionSettings settings) {
        try {
            return candidate.open(settings);
        } catch (OrtModelException e) {
            throw new ModelMismatchException("the original loads, the candidate does not: " + e.getMessage());
        }
    }
}
