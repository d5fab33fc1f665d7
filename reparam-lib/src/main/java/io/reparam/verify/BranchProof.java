package io.reparam.verify;

import io.reparam.ort.OrtModelException;
import io.reparam.verify.cut.Branches;
import io.reparam.verify.cut.OnnxSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares two models once more with each branch taken that both still have, whatever the drawn inputs say: what only rare inputs
 * reach is compared, too. A difference there leaves the verdict open, for the branch may be one that no input takes.
 */
final class BranchProof {
    private static final int IMAGES = 3;
    private static final int MOST = 16; // Ifs
    private static final String SAMPLES = "each branch taken once, random";

    private final EquivalenceCheck check;
    private final List<Drawing> drawings;
    private final TimeLimit deadline;
    private final List<Comparison> compared = new ArrayList<>();
    private final List<EquivalenceReport.UntakenShape> missing = new ArrayList<>();
    private String difference = "";

    /**
     * @param check of whole models
     * @param drawings of inputs that the original takes
     */
    BranchProof(EquivalenceCheck check, List<Drawing> drawings, TimeLimit deadline) {
        this.check = check.onlyJudged(IMAGES);
        this.drawings = drawings;
        this.deadline = deadline;
    }

    /** @param report on the two models as they are */
    EquivalenceReport addedTo(EquivalenceReport report, OnnxSource original, OnnxSource candidate) {
        try {
            Branches before = Branches.of(original);
            before.functions()
                    .forEach(function -> leave(
                            "branches of local function '" + function + "'",
                            "some may not be what any drawn input takes"));
            if (before.any()) {
                Branches after = Branches.of(candidate);
                List<String> both = before.in(after);
                both.stream().limit(MOST).forEach(name -> compare(name, before, after));
                if (both.size() > MOST) {
                    leave("branches of " + (both.size() - MOST) + " more Ifs", "at most " + MOST + " are looked at");
                }
            }
        } catch (IOException e) {
            throw new UndecidedException("the models cannot be read to look at their branches: " + e.getMessage());
        }
        return report.withBranches(worst(), missing, difference);
    }

    private void compare(String name, Branches before, Branches after) {
        for (boolean value : new boolean[] {true, false}) {
            String branch = (value ? "then" : "else") + " branch of If '" + name + "', unless a drawn input takes it";
            Map<String, Boolean> given = new HashMap<>(before.path(name));
            given.putAll(after.path(name));
            given.put(name, value);
            try {
                if (deadline.isOver()) {
                    leave(branch, deadline.over());
                    continue;
                }
                EquivalenceReport taken = check.compare(before.taking(given), after.taking(given), drawings, deadline);
                if (taken.verdict() == Verdict.UNDECIDED) {
                    leave(branch, taken.reason());
                } else {
                    compared.addAll(taken.comparisons());
                    difference =
                            taken.equivalent() || !difference.isEmpty() ? difference : branch + ": " + taken.reason();
                }
            } catch (OrtModelException | ModelMismatchException e) {
                leave(branch, "the models do not run so: " + e.getMessage());
            }
        }
    }

    private void leave(String part, String why) {
        missing.add(new EquivalenceReport.UntakenShape(part, "", why));
    }

    /** Of the candidate, the comparison that is furthest off, as one of all. */
    private List<Comparison> worst() {
        long images = compared.stream()
                .filter(BranchProof::judged)
                .mapToLong(Comparison::images)
                .sum();
        return compared.stream()
                .filter(BranchProof::judged)
                .max(Comparator.comparing(Comparison::error))
                .map(worst -> new Comparison(SAMPLES, worst.subject(), images, worst.outputs()))
                .stream()
                .toList();
    }

    private static boolean judged(Comparison comparison) {
        return comparison.subject() == Subject.CANDIDATE;
    }
}
