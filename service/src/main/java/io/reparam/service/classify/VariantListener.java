package io.reparam.service.classify;

/** Hears how variants run. Called by the threads that run batches; must be quick and must not throw. */
public interface VariantListener {
    /** A batch was run. */
    void batchRan(Target target, int rows, long nanos);

    /**
     * An image was run by two variants.
     *
     * @param agree whether the most probable class was the same
     * @param answerNanos of the run that answered
     * @param shadowNanos of the run that nobody waited for
     */
    void compared(Target answer, Target shadow, boolean agree, long answerNanos, long shadowNanos);

    /** A comparison was left out, because there was other work. */
    void shadowDropped(Target shadow);
}
