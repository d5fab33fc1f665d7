package io.reparam.verify;

import io.reparam.ort.OrtModelException;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TypedModel;
import io.reparam.ort.TypedSpec;
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
import org.jspecify.annotations.Nullable;

/**
 * Runs two models on the same inputs and says whether they compute the same: as a whole, and where rounding adds up beyond the
 * tolerance, part by part ({@link CutProof}). The original runs with all of ONNX Runtime's
 * optimizations off; so does the candidate, which is judged. What is only reported: the candidate optimized, and the original on
 * images that differ by one rounding step. As wholes they are loaded one after the other. Immutable, for any number of threads.
 */
public final class EquivalenceCheck {
    private static final int SWITCHED = 16; // runs
    private static final int SWITCHED_IMAGES = 3;

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
            List<Comparison> comparisons = new ArrayList<>();
            runs.forEach(run -> comparisons.addAll(run.comparisons()));
            EquivalenceReport whole = EquivalenceReport.of(
                    tolerance,
                    plan,
                    comparisons,
                    untaken,
                    runs.stream().mapToInt(ComparisonRun::unreadable).sum(),
                    runs.stream().flatMap(i -> i.shapes().stream()).distinct().toList());
            EquivalenceReport report =
                    whole.equivalent() ? whole : byParts(whole, original, candidate.get(), runs, deadline);
            return thorough && report.equivalent()
                    ? new BranchProof(this, drawings, deadline).addedTo(report, original, candidate.get())
                    : report;
        } catch (UndecidedException e) {
            return EquivalenceReport.undecided(tolerance, plan, untaken, String.valueOf(e.getMessage()));
        }
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
            return whole.byParts(proof.run(whole.differing()));
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
                    if (drawings.isEmpty()) {
                        Hints hints = new Hints(original);
                        Drawing drawing = Drawing.find(model, plan, hints::shapes, deadline);
                        runs.addAll(runs(signature, drawing, real, untaken, deadline));
                        drawings.add(drawing);
                        runs.addAll(switched(model, hints, drawings, untaken, deadline));
                    } else {
                        Drawing drawing = Drawing.first(drawings, model, plan, deadline);
                        runs.addAll(runs(signature, drawing, real, untaken, deadline));
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

    /** A run for each number that an input is compared with: random ones would not reach what depends on it. */
    private List<ComparisonRun> switched(
            TypedModel original,
            Hints hints,
            List<Drawing> drawings,
            List<EquivalenceReport.UntakenShape> untaken,
            TimeLimit deadline) {
        Signature signature = Signature.of(original);
        Drawing drawing = drawings.get(0);
        List<ComparisonRun> runs = new ArrayList<>();
        CheckPlan few = plan.atMost(SWITCHED_IMAGES);
        drawing.withNegative(original, plan, deadline).ifPresent(found -> {
            Samples samples = Samples.random(signature.inputs(), found, few);
            runs.add(new ComparisonRun(
                    "integers below 0, " + ComparisonRun.RANDOM, signature, samples, plan.ring(), untaken, deadline));
        });
        for (TypedSpec input : signature.inputs()) {
            for (long value : hints.switches(input)) {
                String switched = input.name() + " = " + value;
                if (runs.size() == SWITCHED || deadline.isNear()) {
                    untaken.add(new EquivalenceReport.UntakenShape(
                            switched, "", "at most " + SWITCHED + " numbers are tried, in half of the proof's time"));
                    continue;
                }
                String name = switched + ", " + ComparisonRun.RANDOM;
                drawing.fixing(input.name(), value, original, plan, deadline)
                        .ifPresentOrElse(
                                fixed -> {
                                    drawings.add(fixed);
                                    Samples samples = Samples.random(signature.inputs(), fixed, few);
                                    runs.add(new ComparisonRun(
                                            name, signature, samples, plan.ring(), untaken, deadline));
                                },
                                () -> untaken.add(new EquivalenceReport.UntakenShape(
                                        name, "any usual size", "no size that was tried fits")));
            }
        }
        return runs;
    }

    private static TypedModel candidate(OnnxSource candidate, SessionSettings settings) {
        try {
            return candidate.open(settings);
        } catch (OrtModelException e) {
            throw new ModelMismatchException("the original loads, the candidate does not: " + e.getMessage());
        }
    }

    private List<ComparisonRun> runs(
            Signature signature,
            Drawing drawing,
            @Nullable RealImages real,
            List<EquivalenceReport.UntakenShape> untaken,
            TimeLimit deadline) {
        List<ComparisonRun> runs = new ArrayList<>();
        Samples random = Samples.random(signature.inputs(), drawing, plan);
        runs.add(new ComparisonRun(ComparisonRun.RANDOM, signature, random, plan.ring(), untaken, deadline));
        if (real != null) {
            Samples images = Samples.real(signature.inputs(), real, plan);
            runs.add(new ComparisonRun("real", signature, images, plan.ring(), untaken, deadline));
        }
        return runs;
    }
}
