package io.reparam.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What the certificate of a fold says, in short.
 *
 * @param verdict {@code EQUIVALENT}, {@code DIFFERENT}, or that something was lost first
 * @param tool name and version of what checked it
 * @param date UTC, ISO 8601
 * @param original SHA-256 of the net before all
 * @param images compared, of all kinds together
 * @param largestError largest {@code |difference|} over largest {@code |value|} of any output
 * @param tolerance that it was held against
 * @param loss what was lost before folding, and how much; the numbers above are of the folding alone. Null if nothing was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Certified(
        String verdict,
        String tool,
        String date,
        Sha256 original,
        long images,
        double largestError,
        double tolerance,
        @Nullable String loss) {
    /** Of a net that was changed with a loss before it was folded. */
    public Certified after(String verdict, Sha256 original, String loss) {
        return new Certified(verdict, tool, date, original, images, largestError, tolerance, loss);
    }
}
