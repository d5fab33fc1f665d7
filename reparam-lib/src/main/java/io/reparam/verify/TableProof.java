package io.reparam.verify;

import io.reparam.ort.OrtModelException;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TypedModel;
import io.reparam.ort.TypedValue;
import io.reparam.ort.TypedValue.Numbers;
import io.reparam.verify.cut.OnnxSource;
import io.reparam.verify.cut.Tables;
import io.reparam.verify.cut.Wiring;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

/**
 * Compares the rows of tables that inputs choose, all of them, by running what is before and in the Gather alone: a few inputs meet a few
 * words. Where rows are not the same, the whole models are asked about them: a fold may have scaled the table.
 */
final class TableProof {
    private static final int MOST = 3; // rows that the whole models are asked about
    private static final long LARGEST = 1L << 30; // bytes of files that are taken apart

    private final EquivalenceCheck check;
    private final CheckPlan plan;
    private final List<Drawing> drawings;
    private final TimeLimit deadline;

    /** @param drawings of inputs that the original takes */
    TableProof(EquivalenceCheck check, List<Drawing> drawings, TimeLimit deadline) {
        this.check = check.onlyJudged(1);
        this.plan = check.plan();
        this.drawings = drawings;
        this.deadline = deadline;
    }

    /** @param report on the two models as they are */
    EquivalenceReport addedTo(EquivalenceReport report, OnnxSource original, OnnxSource candidate) {
        try {
            List<Tables.Table> tables = Tables.of(original).all();
            EquivalenceReport result = report;
            for (Tables.Table table : original.size() > LARGEST ? List.<Tables.Table>of() : tables) {
                result = compared(result, table, original, candidate);
            }
            return result;
        } catch (IOException | OrtModelException e) {
            return report; // a part does not run by itself; the whole has been compared
        }
    }

    private EquivalenceReport compared(
            EquivalenceReport report, Tables.Table table, OnnxSource original, OnnxSource candidate)
            throws IOException {
        EquivalenceReport result = report;
        for (long row : different(table, original, candidate)) {
            List<Drawing> asked = drawings.stream()
                    .map(drawing -> drawing.fixing(table.input(), row))
                    .toList();
            result = result.vetoedBy(
                    table.input() + " = " + row + ", random", check.compare(original, candidate, asked, deadline));
        }
        return result;
    }

    /** Rows that are not equal in both, some of them; none if the candidate has no such rows. */
    private List<Long> different(Tables.Table table, OnnxSource original, OnnxSource candidate) throws IOException {
        Wiring before = Wiring.of(original);
        Wiring after = Wiring.of(candidate);
        List<Long> rows = new ArrayList<>();
        if (!after.computed().contains(table.result())) {
            return rows;
        }
        Set<String> wanted = Set.of(table.result());
        SessionSettings settings = SessionSettings.reference(plan.threads());
        try (TypedModel one = original.open(before.part(wanted, Map.of()), settings);
                TypedModel two = candidate.open(after.part(wanted, Map.of()), settings)) {
            Drawing drawing = drawings.get(0);
            Map<String, long[]> shapes = drawing.shapes(Signature.of(one).inputs(), 1, 0);
            for (int next = 0; next < table.rows() && rows.size() < MOST && !deadline.isNear(); ) {
                Map<String, TypedValue> feeds = new LinkedHashMap<>(
                        Noise.feeds(Signature.of(one).inputs(), shapes, drawing, new Random(plan.seed()), 0));
                Numbers chosen = (Numbers) Objects.requireNonNull(feeds.get(table.input()));
                for (int i = 0; i < chosen.elements(); i++) {
                    chosen.putInteger(i, (next + i) % table.rows());
                }
                Numbers a = (Numbers) Objects.requireNonNull(one.run(feeds).get(table.result()));
                Numbers b = (Numbers) Objects.requireNonNull(two.run(feeds).get(table.result()));
                add(chosen, a, b, rows);
                next += (int) Math.max(1, chosen.elements());
            }
        }
        return rows;
    }

    private static void add(Numbers chosen, Numbers a, Numbers b, List<Long> rows) {
        long count = chosen.elements();
        if (count == 0 || a.elements() != b.elements() || a.elements() % count != 0) {
            return;
        }
        int width = (int) (a.elements() / count);
        for (int i = 0; i < count && rows.size() < MOST; i++) {
            boolean same = a.data()
                    .slice(i * width * a.bytes(), width * a.bytes())
                    .equals(b.data().slice(i * width * b.bytes(), width * b.bytes()));
            if (!same) {
                rows.add(chosen.integer(i));
            }
        }
    }
}
