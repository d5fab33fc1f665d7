package io.reparam.verify;

/** Hears how far a check is, on the thread that runs it. */
@FunctionalInterface
public interface ProgressListener {
    /**
     * Some more images are done.
     *
     * @param done so far
     * @param total at most
     */
    void images(long done, long total);
}
