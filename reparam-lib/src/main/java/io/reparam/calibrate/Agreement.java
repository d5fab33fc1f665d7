package io.reparam.calibrate;

/**
 * How often the largest number of an output is at an image's label, beside how often that happens by chance. An output that is no
 * score of classes, and labels of other classes, agree by chance only.
 *
 * @param right images where it is
 * @param images all
 * @param chance part of the images that would be right if answers and labels were shuffled, 0 to 1
 */
record Agreement(long right, long images, double chance) {
    /** So many standard deviations above chance are taken for a real agreement. */
    private static final double CLEAR = 3;

    /** @param labels below {@code classes}, as the tops are */
    static Agreement of(int[] tops, int[] labels, int classes) {
        long[] answered = new long[classes];
        long[] labelled = new long[classes];
        long right = 0;
        for (int i = 0; i < tops.length; i++) {
            answered[tops[i]]++;
            labelled[labels[i]]++;
            right += tops[i] == labels[i] ? 1 : 0;
        }
        double chance = 0;
        for (int k = 0; k < classes; k++) {
            chance += (double) answered[k] / tops.length * labelled[k] / tops.length;
        }
        return new Agreement(right, tops.length, chance);
    }

    /** Whether answers and labels have to do with each other. */
    boolean isNoChance() {
        return right > images * chance + CLEAR * Math.sqrt(images * chance * (1 - chance));
    }

    /** Whether labels are those of the answers. Images of one class are right whatever is shuffled. */
    boolean tells() {
        return isNoChance() || 2 * right > images;
    }
}
