package io.reparam.service.runtime;

import io.reparam.ort.HostTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import io.reparam.ort.Reals;
import io.reparam.ort.TensorType;
import io.reparam.service.runtime.NetInterface.Batching;
import io.reparam.service.runtime.NetInterface.Port;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Tries whether a first dimension is a batch: a row must give the same answer alone and beside another one. Only then may requests
 * share a run.
 */
final class RowTrial {
    /** Of free sizes but the first: most nets for images take one of these. */
    private static final List<Integer> SIDES = List.of(64, 32, 224, 1);
    /** Of the largest output; half precision and other summations stay far below, another row's influence does not. */
    private static final float SAME = 0.02f;

    private final OrtModel model;
    private final NetInterface net;

    private RowTrial(OrtModel model, NetInterface net) {
        this.model = model;
        this.net = net;
    }

    /** The interface as declared if its rows are independent; else, or if no trial ran, the same without a batch. */
    static NetInterface settled(OrtModel model, NetInterface declared) {
        if (!declared.batched() || (declared.batching() == Batching.FIXED && declared.fixedRows() == 1)) {
            return declared;
        }
        RowTrial trial = new RowTrial(model, declared);
        boolean allKnown = declared.inputs().stream().allMatch(Port::known);
        for (int side : allKnown ? List.of(1) : SIDES) {
            try {
                return trial.independent(side) ? declared : declared.whole();
            } catch (OrtModelException e) {
                // it does not take this size; perhaps the next one
            }
        }
        return declared.whole();
    }

    private boolean independent(int side) {
        int rows = net.batching() == Batching.FIXED ? net.fixedRows() : 2;
        List<HostTensor> first = feeds(rows, side, 1);
        List<HostTensor> other = feeds(rows, side, 2);
        List<HostTensor> alone = net.batching() == Batching.FIXED ? first : head(first);
        List<HostTensor> mixed = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            mixed.add(TensorRows.joined(
                    List.of(first.get(i).rows(0, 1), other.get(i).rows(1, rows - 1))));
        }
        return same(model.run(alone), model.run(mixed), rows);
    }

    private static List<HostTensor> head(List<HostTensor> tensors) {
        return tensors.stream().map(tensor -> tensor.rows(0, 1)).toList();
    }

    /** Whether the first row of both is the same. */
    private static boolean same(List<HostTensor> alone, List<HostTensor> mixed, int rows) {
        for (int i = 0; i < alone.size(); i++) {
            HostTensor one = alone.get(i);
            HostTensor two = mixed.get(i);
            boolean shaped = !one.shape().isEmpty()
                    && !two.shape().isEmpty()
                    && two.shape().get(0) == rows
                    && one.shape().get(0) >= 1
                    && one.shape()
                            .subList(1, one.shape().size())
                            .equals(two.shape().subList(1, two.shape().size()));
            if (!shaped || !same(one.rows(0, 1), two.rows(0, 1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(HostTensor one, HostTensor two) {
        if (one.type() == TensorType.STRING) {
            return Stream.iterate(0, i -> i + 1)
                    .limit(one.texts().size())
                    .allMatch(i -> Arrays.equals(one.texts().get(i), two.texts().get(i)));
        }
        FloatBuffer a = Reals.from(one);
        FloatBuffer b = Reals.from(two);
        float largest = 0;
        for (int i = 0; i < a.remaining(); i++) {
            largest = Math.max(largest, Math.abs(a.get(a.position() + i)));
        }
        for (int i = 0; i < a.remaining(); i++) {
            float x = a.get(a.position() + i);
            float y = b.get(b.position() + i);
            if (Float.compare(x, y) != 0 && !(Math.abs(x - y) <= SAME * largest)) {
                return false;
            }
        }
        return true;
    }

    private List<HostTensor> feeds(int rows, int side, long seed) {
        Random random = new Random(seed);
        return net.inputs().stream().map(port -> feed(port, rows, side, random)).toList();
    }

    /** Numbers from 0 to 1, whole ones 0 or 1: indices that every table has. */
    private HostTensor feed(Port port, int rows, int side, Random random) {
        List<Long> shape = net.shape(port, rows).stream()
                .map(size -> size < 0 ? (long) side : size)
                .toList();
        int elements = Math.toIntExact(HostTensor.elements(shape));
        if (port.type() == TensorType.STRING) {
            List<byte[]> texts = new ArrayList<>();
            for (int i = 0; i < elements; i++) {
                texts.add(Integer.toString(random.nextInt(10)).getBytes(StandardCharsets.UTF_8));
            }
            return HostTensor.of(shape, texts);
        }
        if (port.type() == TensorType.BOOL) {
            byte[] bits = new byte[elements];
            for (int i = 0; i < elements; i++) {
                bits[i] = (byte) random.nextInt(2);
            }
            return HostTensor.of(TensorType.BOOL, shape, ByteBuffer.wrap(bits));
        }
        FloatBuffer values = FloatBuffer.allocate(elements);
        while (values.hasRemaining()) {
            values.put(port.type().isReal() ? random.nextFloat() : random.nextInt(2));
        }
        return Reals.of(port.type(), shape, values.flip());
    }
}
