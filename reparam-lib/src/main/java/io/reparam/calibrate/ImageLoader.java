package io.reparam.calibrate;

import io.reparam.artifact.ImagePool;
import io.reparam.artifact.ImageTensorizer;
import io.reparam.artifact.RgbImage;
import io.reparam.ort.FloatTensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings images into the form that a net takes. Unreadable ones are passed over and counted. For one thread. */
public final class ImageLoader {
    /** So that a loss of a few per cent is seen at all. */
    private static final int FEWEST = 8;

    private final ImageTensorizer tensorizer;
    private final int batch;
    private final boolean wholeBatches;

    /**
     * Images for two purposes that must not mix.
     *
     * @param calibration constants and order are made from these
     * @param heldOut the loss is measured on these
     * @param skipped that could not be read
     */
    public record Loaded(List<Batch> calibration, List<Batch> heldOut, int skipped) {}

    /**
     * @param batch images in a run
     * @param wholeBatches whether the net takes no other number, so that the last ones may be left over
     */
    public ImageLoader(ImageTensorizer tensorizer, int batch, boolean wholeBatches) {
        this.tensorizer = tensorizer;
        this.batch = batch;
        this.wholeBatches = wholeBatches;
    }

    /**
     * Loads.
     *
     * @param heldOut null: every other image of the others
     * @param count of calibration images at most, evenly spread
     * @param heldOutCount of held-out images at most, evenly spread
     * @throws CalibrationException if there are too few for either purpose
     */
    public Loaded load(ImagePool images, @Nullable ImagePool heldOut, int count, int heldOutCount) {
        Part first = part((heldOut == null ? images.everyOther(0) : images).spread(count));
        Part second = part((heldOut == null ? images.everyOther(1) : heldOut).spread(heldOutCount));
        if (first.images() < FEWEST || second.images() < FEWEST) {
            int skipped = first.skipped() + second.skipped();
            throw new CalibrationException(
                    "there are " + first.images() + " images to calibrate on and " + second.images()
                            + " to hold out" + (skipped == 0 ? "" : ", " + skipped + " could not be read")
                            + (wholeBatches ? ", in whole batches of " + batch : "") + "; both must be " + FEWEST
                            + " or more, so give " + 2 * FEWEST + " images, or others by --held-out");
        }
        return new Loaded(first.batches(), second.batches(), first.skipped() + second.skipped());
    }

    private record Part(List<Batch> batches, int skipped) {
        int images() {
            return batches.stream().mapToInt(Batch::size).sum();
        }
    }

    private Part part(ImagePool pictures) {
        List<Batch> batches = new ArrayList<>();
        List<float[]> pixels = new ArrayList<>();
        int[] labels = new int[batch];
        int skipped = 0;
        for (int i = 0; i < pictures.size(); i++) {
            try {
                RgbImage image = pictures.image(i);
                float[] values = new float[tensorizer.spec().floats()];
                tensorizer.tensorize(image, FloatBuffer.wrap(values));
                labels[pixels.size()] = pictures.label(i);
                pixels.add(values);
            } catch (IOException e) {
                skipped++;
            }
            if (pixels.size() == batch) {
                batches.add(batch(pixels, labels));
                pixels.clear();
            }
        }
        if (!pixels.isEmpty() && !wholeBatches) {
            batches.add(batch(pixels, labels));
        }
        return new Part(batches, skipped);
    }

    private Batch batch(List<float[]> pixels, int[] labels) {
        FloatTensor input = FloatTensor.zeros(tensorizer.spec().shape(pixels.size()));
        for (int i = 0; i < pixels.size(); i++) {
            input.data().put(i * tensorizer.spec().floats(), pixels.get(i));
        }
        int[] taken = Arrays.copyOf(labels, pixels.size());
        boolean labelled = Arrays.stream(taken).allMatch(label -> label >= 0);
        return new Batch(input, labelled ? taken : new int[0]);
    }
}
