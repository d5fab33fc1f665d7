package io.reparam.train.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A block of an image classifier: one value in, one value out, float32. Its formula stands in {@link #compute}; sizes are known
 * when it is made.
 */
public abstract class NetBlock extends AbstractBlock {
    /** Version of the parameter format. */
    private static final byte VERSION = 2;

    private final Map<String, NetBlock> parts = new LinkedHashMap<>();
    private String name = "";

    protected NetBlock() {
        super(VERSION);
    }

    /** The block's function. */
    public abstract <V> V compute(BlockOperators<V> f, V x);

    /** A part, whose parameters are the block's, too. */
    protected final <B extends NetBlock> B part(String name, B part) {
        parts.put(name, part);
        ((NetBlock) part).name = name;
        return addChildBlock(name, part);
    }

    /** A parameter that is learnt. */
    protected final Parameter learnt(String name, Initial initial, long... sizes) {
        return addParameter(initial.parameter(name, true, sizes));
    }

    /** A parameter that no gradient changes: a constant of the formula, or a running average. */
    protected final Parameter kept(String name, Initial initial, long... sizes) {
        return addParameter(initial.parameter(name, false, sizes));
    }

    /** Parts by name, in order. */
    public Map<String, NetBlock> parts() {
        return Collections.unmodifiableMap(parts);
    }

    /** Its name in the block that it is a part of; empty for a whole net. */
    public String name() {
        return name;
    }

    /** The block and all its parts, each before its own parts, by path such as {@code stage1.0.asr.gate}. */
    public Map<String, NetBlock> all() {
        Map<String, NetBlock> all = new LinkedHashMap<>();
        collect("", all);
        return all;
    }

    private void collect(String path, Map<String, NetBlock> all) {
        all.put(path, this);
        parts.forEach((key, part) -> part.collect(path.isEmpty() ? key : path + "." + key, all));
    }

    /** Every parameter by path such as {@code stem.conv.weight}. */
    public Map<String, Parameter> weights() {
        Map<String, Parameter> weights = new LinkedHashMap<>();
        all().forEach((path, block) -> block.getDirectParameters()
                .forEach(entry ->
                        weights.put(path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue())));
        return weights;
    }

    /** Number of learnt values. */
    public long learntValues() {
        return weights().values().stream()
                .filter(Parameter::requiresGradient)
                .mapToLong(parameter -> parameter.getShape().size())
                .sum();
    }

    /** Draws or sets every parameter's first values. */
    public void initialize(NDManager manager) {
        initialize(manager, DataType.FLOAT32, new Shape(1));
    }

    /**
     * Computes the block.
     *
     * @param x its manager owns all that comes of it
     */
    public NDArray run(NDArray x, boolean training) {
        return compute(new DjlOperators(x.getManager(), training), x);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> unused) {
        return new NDList(run(inputs.singletonOrThrow(), training));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        parts.values().forEach(part -> part.initialize(manager, type, inputs));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        throw new UnsupportedOperationException("a block of a net takes its sizes when it is made, not from shapes");
    }
}
