package io.reparam.artifact;

/**
 * What the certificate of a fold says, in short.
 *
 * @param verdict {@code EQUIVALENT} or {@code DIFFERENT}
 * @param tool name and version of what checked it
 * @param date UTC, ISO 8601
 * @param original SHA-256 of the net before folding
 * @param images compared, of all kinds together
 * @param largestError largest {@code |difference|} over largest {@code |value|} of any output
 * @param tolerance that it was held against
 */
public record Certified(
        String verdict,
        String tool,
        String date,
        Sha256 original,
        long images,
        double largestError,
        double tolerance) {}
