package io.reparam.calibrate;

import io.reparam.graph.Graph;
import io.reparam.graph.Value;
import io.reparam.ort.FloatTensor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an output is read.
 *
 * @param chosen whether somebody said the kind
 * @param row whether each image's numbers are one row, whatever axes of size 1 there are
 * @param classAxis of class maps that are scores; -1 of all else
 */
record OutputForm(String name, OutputKind kind, boolean chosen, boolean row, int classAxis) {

    /**
     * By what the output was on some images.
     *
     * @param images how many the tensor holds
     * @param wanted null to infer the kind
     * @throws CalibrationException if a kind that is wanted does not fit
     */
    static OutputForm of(Value output, Graph net, FloatTensor seen, int images, @Nullable OutputKind wanted) {
        boolean row = isRow(output, net, seen, images, wanted);
        FloatTensor form = row ? RowForm.of(seen) : seen;
        OutputKind kind = wanted != null ? wanted : OutputKind.of(output, net, form, images);
        requireForm(output.name(), kind, form);
        boolean scores = kind == OutputKind.CLASS_MAP && !RealOutputs.isWhole(output);
        int classAxis = scores ? OutputKind.classAxis(output.name(), net, form) : -1;
        return new OutputForm(output.name(), kind, wanted != null, row, classAxis);
    }

    private static boolean isRow(Value output, Graph net, FloatTensor seen, int images, @Nullable OutputKind wanted) {
        if (RealOutputs.isWhole(output) || !RowForm.fits(seen, images)) {
            return false;
        }
        return wanted != null
                ? wanted.isRow()
                : RowForm.is(seen, images)
                        || OutputKind.of(output, net, RowForm.of(seen), images) == OutputKind.PROBABILITIES;
    }

    private static void requireForm(String name, OutputKind kind, FloatTensor seen) {
        boolean rows = kind == OutputKind.LOGITS || kind == OutputKind.PROBABILITIES || kind == OutputKind.EMBEDDING;
        int rank = seen.shape().length;
        if (kind == OutputKind.CLASS_MAP && rank == 0) {
            throw new CalibrationException("output '" + name + "' is one number, and no class-map");
        }
        if ((rows && rank != 2) || (kind == OutputKind.SEQUENCE && rank != 3)) {
            throw new CalibrationException("output '" + name + "' has " + rank + " dimensions, but " + kind.text()
                    + " needs " + (rows ? 2 : 3) + "; choose another --output-kind, such as raw");
        }
    }

    /** What each of some images got; of class maps the class at each place. */
    List<Answer> answers(FloatTensor tensor, int images) {
        FloatTensor form = row ? RowForm.of(tensor) : classAxis < 0 ? tensor : Answer.classes(tensor, classAxis);
        return Answer.cut(form, images);
    }

    /**
     * The form once all answers are known. Where nothing is above a half, only each number by itself can be compared. Features of a
     * net whose largest one is the image's class are scores.
     *
     * @param agreement of the largest number with labels; null without labels
     * @param named number of classes with a name; 0 if none has one
     */
    OutputForm after(List<Answer> answers, @Nullable Agreement agreement, int named) {
        if (chosen) {
            return this;
        }
        if (tellsNothing(answers)) {
            return with(OutputKind.RAW);
        }
        boolean scores = answers.get(0).width() == named || (agreement != null && agreement.isNoChance());
        return kind == OutputKind.EMBEDDING && !OutputKind.ofLengthOne(answers) && scores
                ? with(OutputKind.LOGITS)
                : this;
    }

    /** What must be said of this output. */
    Optional<String> warning(List<Answer> answers) {
        return tellsNothing(answers)
                ? Optional.of("nothing of output '" + name + "' is above a half on these images, so " + kind.text()
                        + " hardly shows a change; --output-kind " + name + "=raw compares each number")
                : Optional.empty();
    }

    /** Whether an answer is what is above a half, and nothing is. */
    private boolean tellsNothing(List<Answer> answers) {
        if (kind != OutputKind.MAP && kind != OutputKind.LABELS) {
            return false;
        }
        float half = OutputKind.areLogits(answers) ? 0 : 0.5f;
        for (Answer answer : answers) {
            for (float number : answer.numbers()) {
                if (number > half) {
                    return false;
                }
            }
        }
        return true;
    }

    private OutputForm with(OutputKind other) {
        return new OutputForm(name, other, false, row, classAxis);
    }
}
