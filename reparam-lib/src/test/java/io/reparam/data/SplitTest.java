package io.reparam.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {
    private final ImageSet sample = CifarSample.read();

    @Test
    void shareOfEachClass_isHeldBack_andNothingIsInBoth() {
        Split split = Split.of(sample, 0.25, 3);
        ImageSet held = split.validation().orElseThrow();
        int[] counts = new int[10];
        Set<List<Integer>> seen = new HashSet<>();
        for (int i = 0; i < held.size(); i++) {
            counts[held.label(i)]++;
            seen.add(content(held, i));
        }
        assertThat(counts).containsOnly(5);
        assertThat(split.training().size()).isEqualTo(150);
        for (int i = 0; i < 150; i++) {
            assertThat(seen.contains(content(split.training(), i))).isFalse();
        }
    }

    @Test
    void seed_decidesWhichImages() {
        List<List<Integer>> one = all(Split.of(sample, 0.1, 1));
        assertThat(all(Split.of(sample, 0.1, 1)).equals(one)).isTrue();
        assertThat(all(Split.of(sample, 0.1, 2)).equals(one)).isFalse();
    }

    @Test
    void noShare_holdsNothingBack_aShareOfNoImageIsRefused() {
        assertThat(Split.of(sample, 0, 1).validation()).isEmpty();
        assertThatThrownBy(() -> Split.of(sample, 0.001, 1)).hasMessageContaining("validation 0.001 of 200 images");
        assertThatThrownBy(() -> Split.of(sample, 1, 1)).hasMessageContaining("below 1");
    }

    @Test
    void evenly_reachesTheEnd_whereTheFirstOnesAreOfOneClass() {
        Split split = Split.of(sample, 0.25, 3);
        ImageSet twice = new Subset(sample, IntStream.range(0, 200).sorted().toArray());
        assertThat(twice.evenly(4).size()).isEqualTo(4);
        assertThat(content(twice.evenly(4), 3)).isEqualTo(content(sample, 150));
        assertThat(twice.evenly(200)).isSameAs(twice);
        assertThat(split.training().evenly(3).size()).isEqualTo(3);
    }

    private static List<List<Integer>> all(Split split) {
        ImageSet held = split.validation().orElseThrow();
        return IntStream.range(0, held.size()).mapToObj(i -> content(held, i)).toList();
    }

    /** Short, and different for different images. */
    private static List<Integer> content(ImageSet set, int index) {
        return List.of(set.label(index), Arrays.hashCode(set.image(index).rgb()));
    }
}
