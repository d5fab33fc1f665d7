package io.reparam.train;

/**
 * Where in an epoch a run was stopped.
 *
 * @param steps that the epoch has done
 * @param lossSum over these
 * @param right images whose label had the highest logit
 * @param seconds that they took
 * @param waitedSeconds of these, waiting for images
 */
public record Position(int steps, double lossSum, int right, double seconds, double waitedSeconds) {
    /** An epoch's beginning. */
    static final Position START = new Position(0, 0, 0, 0, 0);

    Position plus(TrainableNet.Step step) {
        return new Position(steps + 1, lossSum + step.loss(), right + step.right(), seconds, waitedSeconds);
    }

    Position after(double moreSeconds, double moreWaited) {
        return new Position(steps, lossSum, right, seconds + moreSeconds, waitedSeconds + moreWaited);
    }
}
