package io.reparam.proof;

import io.reparam.artifact.Certified;
import io.reparam.bench.Machine;
import io.reparam.verify.Comparison;
import io.reparam.verify.EquivalenceReport;
import io.reparam.verify.OutputDifference;
import io.reparam.verify.Subject;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was compared with what, where, how and with which result: enough to run it again and to see that these are the files.
 *
 * @param verdict {@code EQUIVALENT}, {@code DIFFERENT} or {@code UNDECIDED}
 * @param tool name and version
 * @param date UTC, ISO 8601
 * @param machine with the version of ONNX Runtime
 * @param original the model before
 * @param candidate the model after
 * @param folds how often each rule was applied; empty if only two files were compared
 * @param evidence tolerance, plan (seed, sizes, batches), and the errors of every comparison
 */
public record Certificate(
        String verdict,
        String tool,
        String date,
        Machine machine,
        FileFacts original,
        FileFacts candidate,
        Map<String, Integer> folds,
        EquivalenceReport evidence) {
    public Certificate {
        folds = Collections.unmodifiableMap(new TreeMap<>(folds));
    }

    /** Of a check that was made here and now. */
    public static Certificate of(
            Origin origin,
            FileFacts original,
            FileFacts candidate,
            Map<String, Integer> folds,
            EquivalenceReport evidence) {
        return new Certificate(
                evidence.verdict().name(),
                origin.tool(),
                origin.date().toString(),
                Machine.current(),
                original,
                candidate,
                folds,
                evidence);
    }

    /** What travels with the model: the largest error of what was judged, the whole or its parts. */
    public Certified summary() {
        List<Comparison> judged = evidence.comparisons().stream()
                .filter(comparison -> comparison.subject() == Subject.CANDIDATE)
                .toList();
        return new Certified(
                verdict,
                tool,
                date,
                original.sha256(),
                judged.stream().mapToLong(Comparison::images).sum(),
                evidence.segments().map(EquivalenceReport.Segments::error).orElseGet(() -> largest(judged)),
                evidence.tolerance().scaleRelative(),
                null);
    }

    private static double largest(List<Comparison> judged) {
        return judged.stream()
                .flatMap(comparison -> comparison.outputs().stream())
                .mapToDouble(OutputDifference::scaleRelative)
                .max()
                .orElse(0);
    }

    /**
     * Who says so, and when.
     *
     * @param tool name and version
     * @param date of the check
     */
    public record Origin(String tool, Instant date) {}
}
