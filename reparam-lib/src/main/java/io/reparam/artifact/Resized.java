package io.reparam.artifact;

/**
 * The sides of an image after resizing, before the crop.
 *
 * @param width in pixels
 * @param height in pixels
 */
record Resized(int width, int height) {

    /** Of an image of so many pixels whose shorter side is resized. */
    static Resized of(int width, int height, PreprocessSpec spec) {
        if (spec.fit() == Fit.STRETCH) {
            double larger = (double) spec.shorterSide() / Math.max(spec.height(), spec.width());
            return new Resized((int) Math.round(spec.width() * larger), (int) Math.round(spec.height() * larger));
        }
        double scale = (double) spec.shorterSide() / Math.min(width, height);
        return new Resized(
                Math.max(spec.shorterSide(), (int) Math.round(width * scale)),
                Math.max(spec.shorterSide(), (int) Math.round(height * scale)));
    }
}
