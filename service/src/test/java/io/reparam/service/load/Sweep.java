package io.reparam.service.load;

/** Looks for the highest rate that still holds: rising in steps, then halving the step that failed. */
final class Sweep {
    private static final int HALVINGS = 3;

    /** Loads with a rate. */
    @FunctionalInterface
    interface Trial {
        /** @return whether the bound was kept */
        boolean holds(double rate) throws Exception;
    }

    private Sweep() {}

    /**
     * @param step requests a second
     * @return the highest rate that was tried and held; 0 if not even one step did
     */
    static double highest(double step, Trial trial) throws Exception {
        double good = 0;
        while (trial.holds(good + step)) {
            good += step;
        }
        double bad = good + step;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (good + bad) / 2;
            if (trial.holds(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }
}
