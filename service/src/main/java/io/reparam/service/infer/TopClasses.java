package io.reparam.service.infer;

import io.reparam.artifact.LabelSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Triton's classification extension: logits as {@code value:index:label}, highest first, of equal ones the lowest index first. */
final class TopClasses {
    private TopClasses() {}

    /**
     * Writes {@code [rows][k]} BYTES elements.
     *
     * @param logits {@code [rows][C]}, from index 0 on
     * @param k 1 to C
     */
    static ByteBuffer encode(FloatBuffer logits, int rows, LabelSet labels, int k) {
        List<byte[]> texts = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            int base = row * labels.size();
            IntStream.range(0, labels.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -logits.get(base + i))
                            .thenComparing(Comparator.naturalOrder()))
                    .limit(k)
                    .map(i -> String.format(Locale.ROOT, "%.6f:%d:%s", logits.get(base + i), i, labels.name(i)))
                    .forEach(text -> texts.add(text.getBytes(StandardCharsets.UTF_8)));
        }
        int size = texts.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
        ByteBuffer raw = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        texts.forEach(text -> raw.putInt(text.length).put(text));
        return raw.flip();
    }
}
