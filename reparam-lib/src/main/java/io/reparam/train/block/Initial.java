package io.reparam.train.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** What a parameter starts at. */
@FunctionalInterface
public interface Initial {
    NDArray draw(NDManager manager, Shape shape, DataType type);

    static Initial constant(float value) {
        return (manager, shape, type) -> manager.full(shape, value, type);
    }

    /** N(0, deviation^2). */
    static Initial normal(double deviation) {
        return (manager, shape, type) -> manager.randomNormal(0, (float) deviation, shape, type);
    }

    /** U(-bound, bound). */
    static Initial uniform(double bound) {
        return (manager, shape, type) -> manager.randomUniform((float) -bound, (float) bound, shape, type);
    }

    /**
     * As PyTorch's fully connected layers start, which is what the published numbers were trained with: U(-1/sqrt(in),
     * 1/sqrt(in)).
     */
    static Initial linear(int in) {
        return uniform(1 / Math.sqrt(in));
    }

    /** These values. */
    static Initial values(float... values) {
        return (manager, shape, type) -> manager.create(values, shape);
    }

    default Parameter parameter(String name, boolean learnt, long... sizes) {
        return Parameter.builder()
                .setName(name)
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(sizes))
                .optInitializer(this::draw)
                .optRequiresGrad(learnt)
                .build();
    }
}
