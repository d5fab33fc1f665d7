package io.reparam.service.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.artifact.LabelSet;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TopClassesTest {
    private static final Optional<LabelSet> LABELS = Optional.of(new LabelSet(List.of("cat", "dog", "frog", "ship")));

    @Test
    void encode_sortsEachRow_andGivesTiesToTheLowestIndex() {
        float[] values = {1, 3, 3, -2, 0.5f, 0.5f, 0.5f, 0.5f};
        assertThat(texts(values, LABELS, 3))
                .containsExactly(
                        "3.000000:1:dog",
                        "3.000000:2:frog",
                        "1.000000:0:cat",
                        "0.500000:0:cat",
                        "0.500000:1:dog",
                        "0.500000:2:frog");
    }

    @Test
    void encode_allClasses_isAPermutation() {
        assertThat(texts(new float[] {4, 1, 3, 2}, LABELS, 4))
                .containsExactly("4.000000:0:cat", "3.000000:2:frog", "2.000000:3:ship", "1.000000:1:dog");
    }

    @Test
    void encode_withoutLabels_endsBehindTheIndex() {
        assertThat(texts(new float[] {0, 1, 0, 0}, Optional.empty(), 1)).containsExactly("1.000000:1");
    }

    private static List<String> texts(float[] values, Optional<LabelSet> labels, int k) {
        ByteBuffer raw = ClassificationOutput.encode(FloatBuffer.wrap(values), 4, labels, k);
        byte[] bytes = new byte[raw.remaining()];
        raw.get(bytes);
        return new InferClient.Output("", "BYTES", List.of(), bytes).texts();
    }
}
