package io.reparam.image.decode;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;

/** Aborts a reader of ImageIO once the time for decoding is over; readers tell their progress after each line or tile. */
final class AbortingListener implements IIOReadProgressListener {
    private final DecodeBudget budget;
    private boolean aborted;

    private AbortingListener(DecodeBudget budget) {
        this.budget = budget;
    }

    static AbortingListener on(ImageReader reader, DecodeBudget budget) {
        AbortingListener listener = new AbortingListener(budget);
        reader.addIIOReadProgressListener(listener);
        return listener;
    }

    /** @throws ImageDecodeException STOPPED */
    void requireNotAborted() throws ImageDecodeException {
        if (aborted) {
            throw DecodeBudget.stopped("the time for decoding was over before it was done");
        }
    }

    private void look(ImageReader reader) {
        if (!aborted && budget.isOver()) {
            aborted = true;
            reader.abort();
        }
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
        look(source);
    }

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {
        look(source);
    }

    @Override
    public void readAborted(ImageReader source) {
        aborted = true;
    }

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}
}
