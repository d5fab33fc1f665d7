package io.reparam.verify;

/** What is compared with the original, which runs as written on the images as they are. */
public enum Subject {
    /** The candidate as written; this one is judged. */
    CANDIDATE("candidate as written"),
    /** The candidate with ONNX Runtime's optimizations; reported. */
    CANDIDATE_OPTIMIZED("candidate optimized, not judged"),
    /**
     * The original on images of which every value is moved by one step of its type; reported. It shows how much rounding alone moves
     * this net on these images: no tolerance below it can be met but by luck.
     */
    ORIGINAL_NUDGED("original nudged by one rounding step");

    private final String label;

    Subject(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
