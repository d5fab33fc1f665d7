package io.reparam.calibrate;

import io.reparam.image.ImagePool;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.RgbImage;
import io.reparam.ort.FloatTensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Draws images by a seed and brings them into the form that a net takes. Both parts have each class alike: by label, or else by what
 * the net itself takes an image for. Unreadable ones are passed over and counted. For one thread.
 */
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
     */
    public record Loaded(List<ImageBatch> calibration, List<ImageBatch> heldOut, Sample sample) {
        /** The same, of which this must be said. */
        public Loaded warning(List<String> warnings) {
            return new Loaded(calibration, heldOut, sample.warning(warnings));
        }
    }

    private record Picture(float[] pixels, int label, PictureHash hash) {}

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
     * @param heldOut null: a part of the others, half of them at least
     * @param count of calibration images at most
     * @param heldOutCount of held-out images at most
     * @param seed the same seed draws the same images
     * @param topClasses what the net takes images for that have no labels; empty where it has no classes
     * @throws CalibrationException if there are too few for either purpose
     */
    public Loaded load(
            ImagePool images,
            @Nullable ImagePool heldOut,
            int count,
            int heldOutCount,
            long seed,
            Function<ImageBatch, int[]> topClasses) {
        List<String> skipped = new ArrayList<>();
        List<Picture> first;
        List<Picture> second;
        if (heldOut != null) {
            first = drawn(images, count, seed, skipped);
            second = drawn(heldOut, heldOutCount, seed, skipped);
        } else {
            List<Picture> all = drawn(images, count + heldOutCount, seed, skipped);
            int calibration = Math.min(count, (all.size() + 1) / 2);
            List<Integer> classes = classes(all, topClasses);
            List<Boolean> parts =
                    Draw.parts(classes.isEmpty() ? Collections.nCopies(all.size(), 0) : classes, calibration);
            first = new ArrayList<>();
            second = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                (parts.get(i) ? first : second).add(all.get(i));
            }
        }
        int unused = heldOut != null
                ? images.size() - first.size() - skipped.size()
                : (images.size() - skipped.size()) / 2 - first.size();
        first = whole(first);
        second = whole(second);
        if (first.size() < FEWEST || second.size() < FEWEST) {
            throw new CalibrationException("there are " + first.size() + " images to calibrate on and " + second.size()
                    + " to hold out"
                    + (skipped.isEmpty() ? "" : ", " + skipped.size() + " could not be read (" + skipped.get(0) + ")")
                    + (wholeBatches ? ", in whole batches of " + batch : "") + "; both must be " + FEWEST
                    + " or more, so give " + 2 * FEWEST + " images, or others by --held-out");
        }
        return new Loaded(
                batches(first), batches(second), sample(first, second, skipped, Math.max(0, unused), topClasses));
    }

    private List<Picture> drawn(ImagePool pool, int count, long seed, List<String> skipped) {
        List<Picture> drawn = new ArrayList<>();
        for (int i : Draw.order(pool, seed)) {
            if (drawn.size() == count) {
                break;
            }
            try {
                RgbImage image = pool.image(i);
                float[] values = new float[tensorizer.spec().floats()];
                tensorizer.tensorize(image, FloatBuffer.wrap(values));
                drawn.add(new Picture(values, pool.label(i), PictureHash.of(image)));
            } catch (NoSuchFileException e) {
                skipped.add("'" + e.getFile() + "' does not exist");
            } catch (IOException e) {
                skipped.add(String.valueOf(e.getMessage()));
            }
        }
        return drawn;
    }

    private List<Integer> classes(List<Picture> pictures, Function<ImageBatch, int[]> topClasses) {
        if (pictures.stream().allMatch(picture -> picture.label() >= 0)) {
            return pictures.stream().map(Picture::label).toList();
        }
        List<Integer> classes = new ArrayList<>();
        for (ImageBatch one : batches(pictures)) {
            for (int top : topClasses.apply(one)) {
                classes.add(top);
            }
        }
        // of a net that takes whole batches only, the last images have no class of their own
        while (!classes.isEmpty() && classes.size() < pictures.size()) {
            classes.add(-1);
        }
        return classes;
    }

    private Sample sample(
            List<Picture> first,
            List<Picture> second,
            List<String> skipped,
            int unused,
            Function<ImageBatch, int[]> topClasses) {
        boolean labelled =
                first.stream().allMatch(p -> p.label() >= 0) && second.stream().allMatch(p -> p.label() >= 0);
        List<Integer> calibration = classes(first, topClasses);
        List<Integer> heldOut = classes(second, topClasses);
        String by = labelled ? "label" : calibration.isEmpty() ? "" : "the net's top class";
        int same = 0;
        int near = 0;
        for (Picture picture : second) {
            boolean twice = first.stream().anyMatch(other -> other.hash().same(picture.hash()));
            same += twice ? 1 : 0;
            near += !twice && first.stream().anyMatch(other -> other.hash().near(picture.hash())) ? 1 : 0;
        }
        return new Sample(
                by,
                counts(calibration),
                counts(heldOut),
                second.size(),
                same,
                near,
                skipped.size(),
                skipped.isEmpty() ? "" : skipped.get(0),
                unused,
                List.of());
    }

    private static Map<Integer, Integer> counts(List<Integer> classes) {
        return classes.stream().collect(Collectors.toMap(k -> k, k -> 1, Integer::sum, TreeMap::new));
    }

    private List<Picture> whole(List<Picture> pictures) {
        return wholeBatches ? pictures.subList(0, pictures.size() / batch * batch) : pictures;
    }

    private List<ImageBatch> batches(List<Picture> pictures) {
        List<ImageBatch> batches = new ArrayList<>();
        for (int from = 0; from < pictures.size(); from += batch) {
            int to = Math.min(pictures.size(), from + batch);
            if (to - from == batch || !wholeBatches) {
                batches.add(batch(pictures.subList(from, to)));
            }
        }
        return batches;
    }

    private ImageBatch batch(List<Picture> pictures) {
        FloatTensor input = FloatTensor.zeros(tensorizer.spec().shape(pictures.size()));
        int floats = tensorizer.spec().floats();
        for (int i = 0; i < pictures.size(); i++) {
            input.data().put(i * floats, pictures.get(i).pixels());
        }
        boolean labelled = pictures.stream().allMatch(picture -> picture.label() >= 0);
        int[] labels = labelled ? pictures.stream().mapToInt(Picture::label).toArray() : new int[0];
        return new ImageBatch(input, labels);
    }
}
