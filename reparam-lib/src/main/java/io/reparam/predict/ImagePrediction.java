package io.reparam.predict;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one image shows.
 *
 * @param image path of the file
 * @param classes the most probable first; empty if the image could not be read
 * @param problem why it could not be read; null if it could
 */
public record ImagePrediction(
        String image,
        List<PredictedClass> classes,
        @Nullable String problem) {

    /** The file, then a line for each class. */
    public String text() {
        StringBuilder text = new StringBuilder(image);
        if (problem != null) {
            text.append(": ").append(problem);
        }
        for (PredictedClass found : classes) {
            text.append(String.format(Locale.ROOT, "%n  %6.2f %%  %s", 100 * found.probability(), found.label()));
        }
        return text.toString();
    }

    /**
     * A class that an image may show.
     *
     * @param index of the class in the net's scores
     * @param probability 0 to 1
     */
    public record PredictedClass(String label, int index, float probability) {}
}
