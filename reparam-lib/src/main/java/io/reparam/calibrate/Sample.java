package io.reparam.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which images calibration and measurement had, as far as that says what the measurement is worth.
 *
 * @param by what classes are: labels, or the net's own top class; empty if there are neither
 * @param calibration images by class
 * @param heldOut images by class
 * @param heldOutImages how many
 * @param duplicates held-out images that are, pixel by pixel, calibration images too
 * @param nearDuplicates held-out images that look like a calibration image
 * @param skipped image files that could not be read
 * @param firstSkipped the first of these, and why; empty if there is none
 * @param unused images that were not drawn and that more calibration images could be drawn from
 * @param warnings what makes the measurement worth less
 */
public record Sample(
        String by,
        Map<Integer, Integer> calibration,
        Map<Integer, Integer> heldOut,
        int heldOutImages,
        int duplicates,
        int nearDuplicates,
        int skipped,
        String firstSkipped,
        int unused,
        List<String> warnings) {
    private static final int LISTED = 20;
    /** With fewer, one image is more than the half per cent that may be lost by default. */
    private static final int FEW = 200;

    public Sample {
        calibration = Map.copyOf(calibration);
        heldOut = Map.copyOf(heldOut);
        warnings = List.copyOf(warnings);
    }

    /** The same, of which this must be said too. */
    Sample warning(List<String> more) {
        List<String> all = new ArrayList<>(warnings);
        all.addAll(more);
        return new Sample(
                by,
                calibration,
                heldOut,
                heldOutImages,
                duplicates,
                nearDuplicates,
                skipped,
                firstSkipped,
                unused,
                all);
    }

    /** Of images of which nothing more is known. */
    static Sample unknown(int skipped) {
        return new Sample("", Map.of(), Map.of(), FEW, 0, 0, skipped, "", 0, List.of());
    }

    /**
     * The same, with warnings of what these images do not show.
     *
     * @param classes of the net's answers, 0 if it has none
     */
    Sample judged(int classes) {
        List<String> doubts = new ArrayList<>();
        List<Integer> missing = new ArrayList<>();
        for (int k = 0; k < classes && !by.isEmpty(); k++) {
            if (!heldOut.containsKey(k)) {
                missing.add(k);
            }
        }
        if (!missing.isEmpty()) {
            doubts.add("no held-out image is of "
                    + (missing.size() <= LISTED ? "class " + join(missing) : missing.size() + " classes")
                    + " of the net's "
                    + classes + "; what calibration costs there is not measured");
        }
        if (heldOutImages < FEW) {
            doubts.add(String.format(
                    Locale.ROOT,
                    "only %d images are held out, so one image is %.2f %%; give 1000 or more",
                    heldOutImages,
                    100.0 / heldOutImages));
        }
        if (duplicates + nearDuplicates > 0) {
            doubts.add(duplicates + " held-out images are calibration images too, and " + nearDuplicates
                    + " more look like one; on other images the loss may be larger");
        }
        return warning(doubts);
    }

    /** Lines for a terminal; a warning starts with that word. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!by.isEmpty()) {
            lines.add("calibration images by " + by + ": " + counts(calibration));
            lines.add("held-out images by " + by + ": " + counts(heldOut));
        }
        warnings.forEach(warning -> lines.add("warning: " + warning));
        if (skipped > 0) {
            lines.add(skipped + " image files could not be read and were skipped; the first: " + firstSkipped);
        }
        return lines;
    }

    private static String counts(Map<Integer, Integer> counts) {
        if (counts.size() > LISTED) {
            int least = counts.values().stream().mapToInt(i -> i).min().orElse(0);
            int most = counts.values().stream().mapToInt(i -> i).max().orElse(0);
            return counts.size() + " classes, " + least + " to " + most + " each";
        }
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String join(List<Integer> classes) {
        return classes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
