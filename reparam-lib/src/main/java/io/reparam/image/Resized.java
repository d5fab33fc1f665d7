package io.reparam.image;

/**
 * The sides of an image after resizing, before the crop.
 *
 * @param width in pixels
 * @param height in pixels
 */
record Resized(int width, int height) {

    /** Of an image of so many pixels: as small as covers the net's input and the margin around it. */
    static Resized of(int width, int height, PreprocessSpec spec) {
        if (width == spec.width() && height == spec.height()) {
            return new Resized(width, height);
        }
        double margin = (double) spec.shorterSide() / Math.max(spec.height(), spec.width());
        int coveredWidth = (int) Math.round(spec.width() * margin);
        int coveredHeight = (int) Math.round(spec.height() * margin);
        if (spec.fit() == Fit.STRETCH) {
            return new Resized(coveredWidth, coveredHeight);
        }
        double scale = Math.max((double) coveredWidth / width, (double) coveredHeight / height);
        return new Resized(Math.max(coveredWidth, side(width * scale)), Math.max(coveredHeight, side(height * scale)));
    }

    /** An image of one column becomes longer than an int can say; only its middle is looked at. */
    private static int side(double exact) {
        return (int) Math.min(Integer.MAX_VALUE, Math.round(exact));
    }
}
