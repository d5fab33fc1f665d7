package io.reparam.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Training images in two: those that are learnt from, and those that choose the best epoch.
 *
 * @param training to learn from
 * @param validation to choose by; empty if nothing was held back
 */
public record Split(ImageSet training, Optional<ImageSet> validation) {

    /**
     * Holds back the same share of each class, drawn by the seed.
     *
     * @param share 0 for none, below 1
     * @throws IllegalArgumentException if the share is out of range or so small that no image is held back
     */
    public static Split of(ImageSet images, double share, long seed) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("validation " + share + " must be at least 0 and below 1");
        }
        if (share == 0) {
            return new Split(images, Optional.empty());
        }
        List<List<Integer>> ofClass = new ArrayList<>();
        for (int c = 0; c < images.labels().size(); c++) {
            ofClass.add(new ArrayList<>());
        }
        for (int i = 0; i < images.size(); i++) {
            ofClass.get(images.label(i)).add(i);
        }
        BitSet held = new BitSet();
        SplittableRandom random = new SplittableRandom(seed);
        for (List<Integer> members : ofClass) {
            int wanted = (int) Math.round(share * members.size());
            for (int k = 0; k < wanted; k++) {
                Collections.swap(members, k, k + random.nextInt(members.size() - k));
                held.set(members.get(k));
            }
        }
        if (held.isEmpty()) {
            throw new IllegalArgumentException("validation " + share + " of " + images.size() + " images in "
                    + images.labels().size() + " classes leaves no image; raise it, or say 0");
        }
        BitSet rest = new BitSet();
        rest.set(0, images.size());
        rest.andNot(held);
        return new Split(
                new Subset(images, rest.stream().toArray()),
                Optional.of(new Subset(images, held.stream().toArray())));
    }
}
