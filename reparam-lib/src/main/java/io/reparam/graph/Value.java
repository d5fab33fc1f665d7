package io.reparam.graph;

import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The name, element type and shape of an input, an output or an intermediate value. Immutable. */
public final class Value {
    private final String name;
    private final @Nullable ElementType type;
    private final @Nullable List<Dim> dims;
    private final @Nullable ValueInfoProto origin;

    Value(String name, @Nullable ElementType type, @Nullable List<Dim> dims, @Nullable ValueInfoProto origin) {
        this.name = name;
        this.type = type;
        this.dims = dims == null ? null : List.copyOf(dims);
        this.origin = origin;
    }

    /** A tensor. */
    public static Value tensor(String name, ElementType type, List<Dim> dims) {
        return new Value(name, type, dims, null);
    }

    /** A value of which nothing is said but its name. */
    public static Value named(String name) {
        return new Value(name, null, null, null);
    }

    public String name() {
        return name;
    }

    /** Empty if the value is not a tensor (a sequence, a map) or its type is not given. */
    public Optional<ElementType> type() {
        return Optional.ofNullable(type);
    }

    /** Empty if not even the number of dimensions is known. */
    public Optional<List<Dim>> dims() {
        return Optional.ofNullable(dims);
    }

    /** What a sequence or an optional holds, without a name; empty if the value is neither, or if that is not said. */
    public Optional<Value> inner() {
        TypeProto type = origin == null ? TypeProto.getDefaultInstance() : origin.getType();
        return type.hasSequenceType()
                ? Optional.of(GraphReader.value(unnamed(type.getSequenceType().getElemType())))
                : type.hasOptionalType()
                        ? Optional.of(
                                GraphReader.value(unnamed(type.getOptionalType().getElemType())))
                        : Optional.empty();
    }

    /** Whether it is a list of values. */
    public boolean isSequence() {
        return origin != null && origin.getType().hasSequenceType();
    }

    private static ValueInfoProto unnamed(TypeProto type) {
        return ValueInfoProto.newBuilder().setType(type).build();
    }

    /** What the file said, with all that this class does not model; null for a new value. */
    @Nullable
    ValueInfoProto origin() {
        return origin;
    }

    @Override
    public String toString() {
        return name + ": " + (type == null ? "?" : type) + (dims == null ? "" : dims);
    }
}
