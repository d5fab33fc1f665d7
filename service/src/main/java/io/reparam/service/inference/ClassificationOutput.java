package io.reparam.service.inference;

import io.reparam.artifact.LabelSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;

/** Triton's classification extension: values as {@code value:index:label}, highest first, of equal ones the lowest index first. */
final class ClassificationOutput {
    private ClassificationOutput() {}

    /**
     * Writes {@code [rows][k]} BYTES elements.
     *
     * @param values {@code [rows][classes]}, from index 0 to the limit
     * @param labels without them the text ends after the index
     * @param k 1 to classes
     */
    static ByteBuffer encode(FloatBuffer values, int classes, Optional<LabelSet> labels, int k) {
        List<byte[]> texts = new ArrayList<>();
        for (int row = 0; row < values.limit(); row += classes) {
            for (int i : best(values, row, classes, k)) {
                String text = String.format(Locale.ROOT, "%.6f:%d", values.get(row + i), i)
                        + labels.map(known -> ":" + known.name(i)).orElse("");
                texts.add(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        int size = texts.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
        ByteBuffer raw = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        texts.forEach(text -> raw.putInt(text.length).put(text));
        return raw.flip();
    }

    /** The k best indices after {@code base}, the best first; sorts k, not all, since there may be thousands. */
    private static List<Integer> best(FloatBuffer values, int base, int classes, int k) {
        Comparator<Integer> worstFirst = Comparator.comparingDouble((Integer i) -> values.get(base + i))
                .thenComparing(Comparator.reverseOrder());
        PriorityQueue<Integer> best = new PriorityQueue<>(k + 1, worstFirst);
        for (int i = 0; i < classes; i++) {
            best.add(i);
            if (best.size() > k) {
                best.remove();
            }
        }
        List<Integer> sorted = new ArrayList<>(best);
        sorted.sort(worstFirst.reversed());
        return sorted;
    }
}
