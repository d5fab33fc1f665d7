package io.reparam.data.published;

/** Told how a fetch goes, on the thread that fetches. */
public interface FetchListener {
    /** @param done part of the archive that is here, 0 to 1; the first says what an earlier try has left */
    default void onProgress(double done) {}

    /** Something that people want to know: a file that is damaged, a download that begins again. */
    default void onNote(String note) {}
}
