package io.reparam.calibrate;

import io.reparam.proof.Certificate;
import io.reparam.proof.FileFacts;

/**
 * What became of a model, in two parts that must not be taken for one: what was lost and measured, and what was folded and proved.
 *
 * @param verdict {@code CALIBRATED, LOSSY}: the candidate does not compute what the original computes
 * @param original the model before
 * @param statement what was lost
 * @param report how that was measured
 * @param fold proof that folding the net with its constants changed nothing more
 */
public record CalibrationCertificate(
        String verdict, FileFacts original, String statement, CalibrationReport report, Certificate fold) {
    static final String LOSSY = "CALIBRATED, LOSSY";

    static CalibrationCertificate of(FileFacts original, CalibrationReport report, Certificate fold) {
        return new CalibrationCertificate(LOSSY, original, report.statement(), report, fold);
    }
}
