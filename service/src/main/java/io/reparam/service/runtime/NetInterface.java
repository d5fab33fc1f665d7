package io.reparam.service.runtime;

import io.reparam.ort.TensorSpec;
import io.reparam.ort.TensorType;
import io.reparam.service.repository.UnservableException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tensors of a net, and whether rows of several requests may share a run.
 *
 * @param batching what the first dimension of every tensor means
 * @param fixedRows of a run, where batching is FIXED; else 0
 */
public record NetInterface(List<Port> inputs, List<Port> outputs, Batching batching, int fixedRows) {
    /** What a first dimension means. */
    public enum Batching {
        /** Rows that do not know of each other, as many as one likes. */
        FREE,
        /** The same, but always so many: what is missing is filled up. */
        FIXED,
        /** Nothing: a request is a run. */
        NONE
    }

    /**
     * An input or output.
     *
     * @param row its sizes, without the batch where there is one; -1 where a size is free
     * @param inner what the net calls the same elements; equal to row but for a reshape of Triton's configuration
     */
    public record Port(String name, TensorType type, List<Long> row, List<Long> inner) {
        Port(String name, TensorType type, List<Long> row) {
            this(name, type, row, row);
        }

        /** For people, as in {@code 'input' FP32 [3, 224, 224]}. */
        @Override
        public String toString() {
            return "'" + name + "' " + type.label() + " " + row;
        }

        boolean reshaped() {
            return !row.equals(inner);
        }

        /** Elements of a row. @throws IllegalStateException if a size is free */
        public int elements() {
            if (!known()) {
                throw new IllegalStateException("'" + name + "' has free sizes " + row);
            }
            return Math.toIntExact(row.stream().reduce(1L, Math::multiplyExact));
        }

        /** Whether no size is free. */
        public boolean known() {
            return row.stream().allMatch(size -> size > 0);
        }
    }

    /** Whether it has rows at all. */
    public boolean batched() {
        return batching != Batching.NONE;
    }

    /** Rows of the largest run. */
    int mostRows() {
        return switch (batching) {
            case FREE -> Integer.MAX_VALUE;
            case FIXED -> fixedRows;
            case NONE -> 1;
        };
    }

    /** Whether all runs can be bound to memory beforehand: one float32 input and one float32 output whose sizes are known. */
    boolean bindable() {
        return inputs.size() == 1
                && outputs.size() == 1
                && (batching == Batching.FREE || (batching == Batching.FIXED && fixedRows == 1))
                && Stream.concat(inputs.stream(), outputs.stream())
                        .allMatch(port -> port.type == TensorType.FLOAT && port.known() && !port.reshaped());
    }

    /** A tensor of so many rows; the row itself where there is no batch. */
    public List<Long> shape(Port port, long rows) {
        return batched() ? withBatch(rows, port.row) : port.row;
    }

    static List<Long> withBatch(long rows, List<Long> row) {
        List<Long> shape = new ArrayList<>(row.size() + 1);
        shape.add(rows);
        shape.addAll(row);
        return shape;
    }

    /**
     * What a net declares: a first dimension that is free everywhere, or the same number everywhere, is taken for the batch.
     *
     * @throws UnservableException if a tensor is of a type that no caller could send or read
     */
    static NetInterface declared(String file, List<TensorSpec> inputs, List<TensorSpec> outputs) {
        List<List<Long>> shapes = Stream.concat(inputs.stream(), outputs.stream())
                .map(TensorSpec::shape)
                .toList();
        List<Long> first = shapes.stream()
                .map(shape -> shape.isEmpty() ? 0L : shape.get(0))
                .distinct()
                .toList();
        long rows = first.size() == 1 && !inputs.isEmpty() ? first.get(0) : 0;
        // three sizes that begin with 3 are an image without a batch
        boolean image =
                rows == 3 && inputs.stream().anyMatch(input -> input.shape().size() == 3);
        rows = image ? 0 : rows;
        Batching batching = rows == -1 ? Batching.FREE : rows >= 1 ? Batching.FIXED : Batching.NONE;
        return new NetInterface(
                ports(file, inputs, batching != Batching.NONE),
                ports(file, outputs, batching != Batching.NONE),
                batching,
                Math.toIntExact(Math.max(0, rows)));
    }

    /** The same net without a batch. */
    NetInterface whole() {
        return batched() ? new NetInterface(wholes(inputs), wholes(outputs), Batching.NONE, 0) : this;
    }

    private List<Port> wholes(List<Port> ports) {
        long rows = batching == Batching.FREE ? -1 : fixedRows;
        return ports.stream()
                .map(port -> new Port(port.name, port.type, withBatch(rows, port.row)))
                .toList();
    }

    private static List<Port> ports(String file, List<TensorSpec> specs, boolean batched) {
        List<Port> ports = new ArrayList<>();
        for (TensorSpec spec : specs) {
            TensorType type = TensorType.of(spec.type());
            if (type == null) {
                throw new UnservableException(
                        file + ": '" + spec.name() + "' is " + spec.type()
                                + ", which callers can neither send nor read.",
                        "Export the net with a Cast to float32 there.",
                        null);
            }
            List<Long> shape = spec.shape();
            ports.add(new Port(spec.name(), type, batched ? List.copyOf(shape.subList(1, shape.size())) : shape));
        }
        return List.copyOf(ports);
    }
}
