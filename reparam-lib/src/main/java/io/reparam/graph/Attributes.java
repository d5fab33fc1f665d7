package io.reparam.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The attributes of a node by name, in order. Immutable: the {@code with} methods return a changed copy. */
public final class Attributes {
    private static final Attributes NONE = new Attributes(Map.of());

    private final Map<String, Attribute> byName;

    Attributes(Map<String, Attribute> byName) {
        this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    public static Attributes none() {
        return NONE;
    }

    public Attributes with(String name, Attribute value) {
        Map<String, Attribute> changed = new LinkedHashMap<>(byName);
        changed.put(name, value);
        return new Attributes(changed);
    }

    public Attributes withInt(String name, long value) {
        return with(name, new Attribute.Int(value));
    }

    public Attributes withInts(String name, long... values) {
        return with(name, new Attribute.Ints(Arrays.stream(values).boxed().toList()));
    }

    public Attributes withFloat(String name, float value) {
        return with(name, new Attribute.Real(value));
    }

    public Attributes withFloats(String name, float... values) {
        return with(name, new Attribute.Reals(boxed(values)));
    }

    public Attributes withText(String name, String value) {
        return with(name, new Attribute.Text(value));
    }

    public Attributes withTensor(String name, Tensor value) {
        return with(name, new Attribute.Array(value));
    }

    /** A graph in a node, instead of the one that may be there. What it reads and does not have is read from around. */
    public Attributes withGraph(String name, Graph value) {
        AttributeProto.Builder proto = byName.get(name) instanceof Attribute.Opaque old
                ? old.origin().toBuilder()
                : AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.GRAPH);
        GraphProto graph = GraphWriter.write(value, TensorData::write).getGraph();
        return with(name, AttributeCodec.holding(proto.setG(graph).build(), List.of(graph)));
    }

    public Attributes without(String name) {
        Map<String, Attribute> changed = new LinkedHashMap<>(byName);
        changed.remove(name);
        return new Attributes(changed);
    }

    public Map<String, Attribute> asMap() {
        return byName;
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /** @throws IllegalArgumentException if the attribute is there but no integer */
    public long getInt(String name, long otherwise) {
        Attribute.Int value = get(name, Attribute.Int.class);
        return value == null ? otherwise : value.value();
    }

    /** @throws IllegalArgumentException if the attribute is there but no float */
    public float getFloat(String name, float otherwise) {
        Attribute.Real value = get(name, Attribute.Real.class);
        return value == null ? otherwise : value.value();
    }

    /** @throws IllegalArgumentException if the attribute is there but no string */
    public String getText(String name, String otherwise) {
        Attribute.Text value = get(name, Attribute.Text.class);
        return value == null ? otherwise : value.value();
    }

    /** @throws IllegalArgumentException if the attribute is there but no list of integers */
    public Optional<List<Long>> getInts(String name) {
        return Optional.ofNullable(get(name, Attribute.Ints.class)).map(Attribute.Ints::values);
    }

    /** @throws IllegalArgumentException if the attribute is there but no list of floats */
    public Optional<List<Float>> getFloats(String name) {
        return Optional.ofNullable(get(name, Attribute.Reals.class)).map(Attribute.Reals::values);
    }

    /** @throws IllegalArgumentException if the attribute is there but no tensor */
    public Optional<Tensor> getTensor(String name) {
        return Optional.ofNullable(get(name, Attribute.Array.class)).map(Attribute.Array::value);
    }

    private <T extends Attribute> @Nullable T get(String name, Class<T> kind) {
        Attribute value = byName.get(name);
        if (value != null && !kind.isInstance(value)) {
            throw new MalformedModelException("attribute '" + name + "' is "
                    + value.getClass().getSimpleName() + ", not " + kind.getSimpleName());
        }
        return kind.cast(value);
    }

    private static List<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
