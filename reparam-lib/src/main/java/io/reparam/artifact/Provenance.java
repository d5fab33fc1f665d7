package io.reparam.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Where a model's numbers come from: enough to train it again and to check what it is said to reach.
 *
 * @param architecture such as {@code resnet29} or {@code resnet18, width 0.25}
 * @param attention module such as {@code se}, or {@code none}
 * @param mode {@code plain}, {@code attention}, {@code asr} or {@code both}
 * @param epochs trained; one epoch is every training image once
 * @param seed of initialisation, order and augmentation
 * @param data name of the data set
 * @param dataSha256 fingerprint of the training and test files
 * @param testImages how many images {@code testAccuracy} was measured on; 0 if it was not
 * @param testAccuracy top-1 of the last epoch on the test set, 0 to 1
 * @param versions of the software that trained it
 * @param from the run whose net it started from, and what that started from; null if its first weights were drawn
 * @param fold what folding did to it; null if it was not folded
 * @param calibrated what was lost when its attention was taken out; null if it computes what was trained
 * @param noise that disturbed its batch normalizations in training; null if none did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Provenance(
        String architecture,
        String attention,
        String mode,
        int epochs,
        long seed,
        String data,
        Sha256 dataSha256,
        int testImages,
        double testAccuracy,
        String versions,
        @Nullable String from,
        @Nullable String fold,
        @Nullable String calibrated,
        @Nullable String noise) {

    /** Of a net that computes what was trained from weights that were drawn. */
    public Provenance(
            String architecture,
            String attention,
            String mode,
            int epochs,
            long seed,
            String data,
            Sha256 dataSha256,
            int testImages,
            double testAccuracy,
            String versions,
            @Nullable String fold) {
        this(
                architecture,
                attention,
                mode,
                epochs,
                seed,
                data,
                dataSha256,
                testImages,
                testAccuracy,
                versions,
                null,
                fold,
                null,
                null);
    }

    public Provenance withFold(@Nullable String summary) {
        return new Provenance(
                architecture,
                attention,
                mode,
                epochs,
                seed,
                data,
                dataSha256,
                testImages,
                testAccuracy,
                versions,
                from,
                summary,
                calibrated,
                noise);
    }

    /**
     * Of a net that no longer computes what was trained: what it lost, and how accurate it itself is.
     *
     * @param images that the accuracy was measured on; 0 if there were no labels
     */
    public Provenance withCalibration(String statement, int images, double accuracy) {
        return new Provenance(
                architecture,
                attention,
                mode,
                epochs,
                seed,
                data,
                dataSha256,
                images,
                accuracy,
                versions,
                from,
                fold,
                statement,
                noise);
    }
}
