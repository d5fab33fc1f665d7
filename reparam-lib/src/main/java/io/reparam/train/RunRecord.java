package io.reparam.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reparam.artifact.LabelSet;
import io.reparam.artifact.Provenance;
import io.reparam.artifact.Sha256;
import io.reparam.image.PreprocessSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run so far: what was planned, on which data, with which software, and the result of each epoch.
 *
 * @param plan what was asked for
 * @param data name of the data set
 * @param dataSha256 fingerprint of its files
 * @param labels of its classes
 * @param preprocess how images are prepared for the net
 * @param versions of the software
 * @param startedFrom the run whose net this one started from, in words; null if its first weights were drawn
 * @param epochs one result each
 * @param position in the epoch after these; null between two epochs
 * @param test what the net came to on the test set; null until the last epoch
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunRecord(
        TrainingPlan plan,
        String data,
        Sha256 dataSha256,
        LabelSet labels,
        PreprocessSpec preprocess,
        String versions,
        @Nullable String startedFrom,
        List<EpochResult> epochs,
        @Nullable Position position,
        @Nullable TestResult test) {

    public RunRecord {
        epochs = List.copyOf(epochs);
    }

    /** Which net there is by now. */
    NetPlan net() {
        return plan.netAfter(epochs.size());
    }

    RunRecord startedFrom(RunRecord source) {
        return new RunRecord(
                plan, data, dataSha256, labels, preprocess, versions, source.summary(), epochs, position, test);
    }

    RunRecord plus(EpochResult epoch) {
        List<EpochResult> all = new ArrayList<>(epochs);
        all.add(epoch);
        return new RunRecord(plan, data, dataSha256, labels, preprocess, versions, startedFrom, all, null, null);
    }

    RunRecord at(Position now) {
        return new RunRecord(plan, data, dataSha256, labels, preprocess, versions, startedFrom, epochs, now, null);
    }

    RunRecord tested(TestResult result) {
        return new RunRecord(plan, data, dataSha256, labels, preprocess, versions, startedFrom, epochs, null, result);
    }

    /** The same run with a plan that ends later; says so, for the longer plan alone would have had other learning rates. */
    RunRecord extendedTo(TrainingPlan longer) {
        return with(
                longer,
                "itself, planned for %d epochs and extended after %d"
                        .formatted(plan.recipe().epochs(), epochs.size()));
    }

    /** The same run after ASR has taken the place of its attention. */
    RunRecord withAsr() {
        return with(
                plan,
                "itself, with attention %s for %d epochs".formatted(plan.net().attentionName(), epochs.size()));
    }

    private RunRecord with(TrainingPlan now, String itself) {
        return new RunRecord(
                now,
                data,
                dataSha256,
                labels,
                preprocess,
                versions,
                startedFrom == null ? itself : startedFrom + "; " + itself,
                epochs,
                position,
                null);
    }

    /** @param stepsPerEpoch batches of a whole epoch */
    int stepsDone(int stepsPerEpoch) {
        return epochs.size() * stepsPerEpoch + (position == null ? 0 : position.steps());
    }

    /**
     * The epoch that counts: the first of the best on the validation images, or the last where there are none; 0 before any. Epochs
     * with attention do not count where ASR takes its place.
     */
    public int bestEpoch() {
        int best = 0;
        double most = -1;
        for (EpochResult epoch : epochs) {
            Double accuracy = epoch.validationAccuracy();
            if (accuracy == null) {
                best = epoch.epoch();
            } else if (accuracy > most && (plan.asrFrom() == null || epoch.epoch() > plan.asrFrom())) {
                most = accuracy;
                best = epoch.epoch();
            }
        }
        return best;
    }

    /** Which net this is and what it was trained on, in a line. */
    private String summary() {
        NetPlan net = net();
        return "%s, attention %s, mode %s, %d epochs on %s at %dx%d, seed %d"
                        .formatted(
                                net.name(),
                                net.attentionName(),
                                net.modeName(),
                                bestEpoch(),
                                data,
                                preprocess.width(),
                                preprocess.height(),
                                plan.recipe().seed())
                + (startedFrom == null ? "" : ", started from " + startedFrom);
    }

    /** For the manifest. */
    public Provenance provenance() {
        NetPlan net = net();
        BatchNoise noise = plan.recipe().noise();
        return new Provenance(
                net.name(),
                net.attentionName(),
                net.modeName(),
                bestEpoch(),
                plan.recipe().seed(),
                data,
                dataSha256,
                test == null ? 0 : test.images(),
                test == null ? 0 : test.accuracy(),
                versions,
                startedFrom,
                null,
                null,
                noise.equals(BatchNoise.NONE) ? null : noise.toString());
    }
}
