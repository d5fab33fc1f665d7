package io.reparam.train.block;

import ai.djl.nn.Parameter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What nets are made of. A block tells its formula once, in these operations: DJL computes them in training ({@link
 * DjlOperators}), export writes them as ONNX nodes. So the two cannot drift apart block by block, and a new block is one file.
 *
 * @param <V> a value in the net: an array, or the name of one in a graph
 */
public interface BlockOperators<V> {

    /** Does the work of a part of the block under way; in a graph its nodes are named after it. */
    V within(NetBlock part, Supplier<V> work);

    /** Applies a part of the block under way. */
    default V apply(NetBlock part, V x) {
        return within(part, () -> part.compute(this, x));
    }

    /** What was learnt, in the shape that it has. */
    V weight(Parameter parameter);

    /** {@code [N, inC, H, W] -> [N, outC, H', W']}. */
    V conv(V x, Convolution layer);

    /**
     * Normalises channels, axis 1.
     *
     * @param ofTheBatch whether training takes the batch's own mean and variance, and averages them for later
     */
    V batchNorm(V x, BatchNormalization layer, boolean ofTheBatch);

    /** Normalises the last axis. */
    V layerNorm(V x, LayerNormalization layer);

    /** {@code [.., in] -> [.., out]}; two or three dimensions. */
    V dense(V x, Dense layer);

    /** {@code [N, C] -> [N, classes]}, the net's output. */
    V logits(V x, Dense layer);

    V activation(V x, Activation function);

    /** Over the last axis. */
    V softmax(V x);

    V sqrt(V x);

    V add(V a, V b);

    V sub(V a, V b);

    V mul(V a, V b);

    V div(V a, V b);

    V plus(V x, float summand);

    V times(V x, float factor);

    /** Sizes as in linear algebra; leading ones are broadcast. */
    V matMul(V a, V b);

    /** {@code [N, C, H, W] -> [N, C, 1, 1]}. */
    V globalAverage(V map);

    /** {@code [N, C, H, W] -> [N, C, 1, 1]}. */
    V globalMax(V map);

    /** {@code [N, C, H, W] -> [N, C, 1, 1]}: the sum. */
    V globalSum(V map);

    /** Square windows without padding. */
    V averagePool(V map, int kernel, int stride);

    /** Square windows; padding never wins. */
    V maxPool(V map, int kernel, int stride, int padding);

    /** Over one axis, which stays with size 1. */
    V mean(V x, int axis);

    /** Over one axis, which stays with size 1. */
    V max(V x, int axis);

    /** {@code order[i]} is the axis that becomes axis i. */
    V transpose(V x, int... order);

    /** Sizes; 0 keeps that of the same axis, one -1 is what is left. */
    V reshape(V x, long... sizes);

    V concat(int axis, List<V> parts);

    /** From one index to another, which is not included. */
    V slice(V x, int axis, int from, int to);

    /**
     * Tells whoever looks on what a gate came to.
     *
     * @param map {@code [N, C, H, W]}, or tokens, that will be scaled
     * @param factors {@code [N, C, 1, 1]} or {@code [1, C, 1, 1]}
     */
    default void seen(NetBlock gate, V map, V factors) {}

    /** What blocks leave for later ones, such as the state of a recurrent module; one such memory a pass. */
    Map<Object, V> memory();
}
