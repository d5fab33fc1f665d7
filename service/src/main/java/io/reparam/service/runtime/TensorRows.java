package io.reparam.service.runtime;

import io.reparam.ort.HostTensor;
import io.reparam.ort.TensorType;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Rows of tensors put one after the other. */
final class TensorRows {
    private TensorRows() {}

    /** @param parts of one type and row, at least one */
    static HostTensor joined(List<HostTensor> parts) {
        HostTensor first = parts.get(0);
        if (parts.size() == 1) {
            return first;
        }
        long rows = parts.stream().mapToLong(part -> part.shape().get(0)).sum();
        List<Long> shape = NetInterface.withBatch(
                rows, first.shape().subList(1, first.shape().size()));
        int values = parts.stream().mapToInt(part -> part.values().remaining()).sum();
        if (first.type() == TensorType.STRING) {
            List<byte[]> texts = new ArrayList<>();
            parts.forEach(part -> texts.addAll(part.texts()));
            return HostTensor.of(shape, texts);
        }
        if (first.type() == TensorType.FLOAT) {
            FloatBuffer all = FloatBuffer.allocate(values);
            parts.forEach(part -> all.put(part.floats().duplicate()));
            return HostTensor.of(shape, all.flip());
        }
        ByteBuffer all = ByteBuffer.allocate(values);
        parts.forEach(part -> all.put(part.bytes()));
        return HostTensor.of(first.type(), shape, all.flip());
    }

    /** Each tensor of several answers joined with its like. */
    static List<HostTensor> joinedEach(List<List<HostTensor>> answers) {
        List<HostTensor> joined = new ArrayList<>();
        for (int i = 0; i < answers.get(0).size(); i++) {
            int index = i;
            joined.add(joined(answers.stream().map(answer -> answer.get(index)).toList()));
        }
        return joined;
    }

    /** Some rows of each tensor. */
    static List<HostTensor> part(List<HostTensor> tensors, int from, int count) {
        return tensors.stream().map(tensor -> tensor.rows(from, count)).toList();
    }
}
