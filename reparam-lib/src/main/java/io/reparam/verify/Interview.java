package io.reparam.verify;

import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One kind of images, put to the original first and to the others afterwards: no two models need be in memory at once. In
 * portions, so that the images need not be, either.
 */
final class Interview {
    private static final long PORTION = 32L << 20; // elements of images and answers, 128 MiB

    private final String name;
    private final Signature signature;
    private final Samples samples;
    private final List<UntakenShape> untaken;
    private final Meters written;
    private final Meters faster;
    private final Meters nudged;
    private final List<Question> portion = new ArrayList<>();
    private Optional<OrtModelException> refusal = Optional.empty();
    private long images;

    private record Question(Map<String, FloatTensor> feeds, Map<String, FloatTensor> expected) {}

    /** @param untaken receives what the original does not take */
    Interview(String name, Signature signature, Samples samples, int ring, List<UntakenShape> untaken) {
        this.name = name;
        this.signature = signature;
        this.samples = samples;
        this.untaken = untaken;
        this.written = new Meters(signature, ring);
        this.faster = new Meters(signature, ring);
        this.nudged = new Meters(signature, ring);
    }

    /** Asks for one portion. @return whether there may be more */
    boolean ask(OrtModel original) {
        portion.clear();
        long elements = 0;
        while (elements < PORTION) {
            Optional<Map<String, FloatTensor>> next = samples.next();
            if (next.isEmpty()) {
                return false;
            }
            Map<String, FloatTensor> feeds = next.get();
            try {
                Map<String, FloatTensor> expected = original.run(feeds);
                nudged.add(expected, original.run(Noise.nudged(feeds, signature.inputs())));
                portion.add(new Question(feeds, expected));
                elements += elements(feeds) + elements(expected);
                images += Samples.batch(feeds);
            } catch (OrtModelException e) {
                refusal = Optional.of(e);
                samples.refused();
                untaken.add(new UntakenShape(name, Samples.shapes(feeds), String.valueOf(e.getMessage())));
            }
        }
        return true;
    }

    /** Puts the portion to the candidate. @throws ModelMismatchException if it does not take what the original takes */
    void judge(OrtModel candidate) {
        portion.forEach(question -> written.add(question.expected(), answer(candidate, question.feeds())));
    }

    /** Puts the portion to the candidate as it is optimized. */
    void time(OrtModel optimized) {
        portion.forEach(question -> faster.add(question.expected(), answer(optimized, question.feeds())));
    }

    /** So far. */
    long images() {
        return images;
    }

    /** Images so far that could not be read. */
    int unreadable() {
        return samples.unreadable();
    }

    /**
     * @param optimized whether the optimized candidate was asked
     * @throws OrtModelException if the original took nothing
     */
    List<Comparison> comparisons(boolean optimized) {
        if (images == 0) {
            throw refusal.<RuntimeException>map(e -> e)
                    .orElseGet(() -> new ModelMismatchException("there are no " + name + " images to compare on"
                            + (unreadable() == 0 ? "" : ": " + unreadable() + " could not be read")));
        }
        List<Comparison> comparisons = new ArrayList<>();
        comparisons.add(new Comparison(name, Subject.CANDIDATE, images, written.results()));
        if (optimized) {
            comparisons.add(new Comparison(name, Subject.CANDIDATE_OPTIMIZED, images, faster.results()));
        }
        comparisons.add(new Comparison(name, Subject.ORIGINAL_NUDGED, images, nudged.results()));
        return comparisons;
    }

    private static Map<String, FloatTensor> answer(OrtModel model, Map<String, FloatTensor> feeds) {
        try {
            return model.run(feeds);
        } catch (OrtModelException e) {
            throw new ModelMismatchException(
                    "the original runs on " + Samples.shapes(feeds) + ", the candidate does not: " + e.getMessage());
        }
    }

    private static long elements(Map<String, FloatTensor> tensors) {
        return tensors.values().stream()
                .mapToLong(tensor -> tensor.data().capacity())
                .sum();
    }
}
