package io.reparam.train;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.Provenance;
import io.reparam.artifact.Sha256;
import io.reparam.train.attention.AttentionMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A run so far: what was planned, on which data, with which software, and the result of each epoch.
 *
 * @param plan what was asked for
 * @param data name of the data set
 * @param dataSha256 fingerprint of its files
 * @param labels of its classes
 * @param testImages how many images the test accuracy is measured on
 * @param versions of the software
 * @param epochs one result each; the last one counts
 */
public record RunRecord(
        TrainingPlan plan,
        String data,
        Sha256 dataSha256,
        LabelSet labels,
        int testImages,
        String versions,
        List<EpochResult> epochs) {

    public RunRecord {
        epochs = List.copyOf(epochs);
    }

    RunRecord plus(EpochResult epoch) {
        List<EpochResult> all = new ArrayList<>(epochs);
        all.add(epoch);
        return new RunRecord(plan, data, dataSha256, labels, testImages, versions, all);
    }

    /** For the manifest; only of a run that has ended at least one epoch. */
    public Provenance provenance() {
        return new Provenance(
                plan.net().architecture(),
                plan.net().mode() == AttentionMode.PLAIN
                        ? "none"
                        : plan.net().attention().label(),
                plan.net().mode().name().toLowerCase(Locale.ROOT),
                epochs.size(),
                plan.seed(),
                data,
                dataSha256,
                testImages,
                epochs.get(epochs.size() - 1).testAccuracy(),
                versions,
                null);
    }
}
