package io.reparam.cli;

import io.reparam.data.DataSet;
import io.reparam.train.EpochResult;
import io.reparam.train.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;

/** A bar on stderr and a line an epoch on stdout. */
record TrainingReport(Progress progress, PrintWriter print) implements TrainingListener {

    void onData(DataSet data) {
        print.printf(
                Locale.ROOT,
                "%s: %,d training and %,d test images of %d classes, SHA-256 %s%n",
                data.name(),
                data.training().size(),
                data.test().size(),
                data.labels().size(),
                data.fingerprint());
        print.flush();
    }

    @Override
    public void onNote(String note) {
        print.println(note);
        print.flush();
    }

    @Override
    public void onStep(int done, int total, float loss, double imagesPerSecond) {
        progress.at(
                (double) done / total, String.format(Locale.ROOT, " loss %.3f, %.0f images/s", loss, imagesPerSecond));
    }

    @Override
    public void onEvaluation(int done, int total) {
        progress.between((double) done / total, " held-out images");
    }

    @Override
    public void onEpoch(EpochResult e) {
        Double validation = e.validationAccuracy();
        print.printf(
                Locale.ROOT,
                "epoch %d: loss %.4f, train %.2f %%,%s %.0f s, %.0f images/s, waited %.1f s, %d MB%n",
                e.epoch(),
                e.trainLoss(),
                100 * e.trainAccuracy(),
                validation == null ? "" : String.format(Locale.ROOT, " validation %.2f %%,", 100 * validation),
                e.seconds(),
                e.imagesPerSecond(),
                e.waitedSeconds(),
                e.residentMegabytes());
        print.flush();
    }
}
