package io.reparam.service.classify;

/** Hears how variants run. Called by the threads that run batches; must be quick. */
public interface VariantListener {
    /** A batch was run. */
    void batchRan(Target target, int rows, long nanos);

    /**
     * A row was run by two variants.
     *
     * @param agree whether the highest output was the same one
     */
    void agreement(Target shadow, boolean agree);

    /**
     * A request was run by two variants.
     *
     * @param answerNanos of the run that answered
     * @param shadowNanos of the run that nobody waited for
     */
    void paired(Target answer, Target shadow, long answerNanos, long shadowNanos);

    /** A comparison was left out, because there was other work. */
    void shadowDropped(Target shadow);
}
