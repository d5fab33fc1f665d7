package io.reparam.train.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Computes at once, on DJL's arrays. What it makes belongs to the input's manager. One pass, one thread. */
public class DjlOperators implements BlockOperators<NDArray> {
    private final NDManager manager;
    private final boolean training;
    private final Map<Object, NDArray> memory = new HashMap<>();

    /**
     * @param manager owner of the input and of all that comes of it
     * @param training whether batch statistics are used and averaged
     */
    public DjlOperators(NDManager manager, boolean training) {
        this.manager = manager;
        this.training = training;
    }

    @Override
    public NDArray within(NetBlock part, Supplier<NDArray> work) {
        return work.get();
    }

    @Override
    public NDArray weight(Parameter parameter) {
        // a parameter lives as long as the model; what is computed from it must not. A view, since no gradient passes
        // through DJL's duplicate()
        NDArray view = parameter.getArray().reshape(parameter.getShape());
        view.attach(manager);
        return view;
    }

    @Override
    public NDArray conv(NDArray x, Convolution layer) {
        Geometry g = layer.geometry();
        return Conv2d.conv2d(
                        x,
                        layer.weight().getArray(),
                        layer.bias().map(Parameter::getArray).orElse(null),
                        new Shape(g.stride(), g.stride()),
                        new Shape(g.padHeight(), g.padWidth()),
                        new Shape(g.dilation(), g.dilation()),
                        g.groups())
                .singletonOrThrow();
    }

    @Override
    public NDArray batchNorm(NDArray x, BatchNormalization layer, boolean ofTheBatch) {
        return BatchNorm.batchNorm(
                        x,
                        layer.mean().getArray(),
                        layer.variance().getArray(),
                        layer.gamma().getArray(),
                        layer.beta().getArray(),
                        -1, // DJL's word for axis 1 as it is; any other swaps axes first
                        BatchNormalization.MOMENTUM,
                        BatchNormalization.EPSILON,
                        training && ofTheBatch)
                .singletonOrThrow();
    }

    @Override
    public NDArray layerNorm(NDArray x, LayerNormalization layer) {
        return LayerNorm.layerNorm(
                        x,
                        layer.gamma().getShape(),
                        layer.gamma().getArray(),
                        layer.beta().getArray(),
                        LayerNormalization.EPSILON)
                .singletonOrThrow();
    }

    @Override
    public NDArray dense(NDArray x, Dense layer) {
        return Linear.linear(x, layer.weight().getArray(), layer.bias().getArray())
                .singletonOrThrow();
    }

    @Override
    public NDArray logits(NDArray x, Dense layer) {
        return dense(x, layer);
    }

    @Override
    public NDArray activation(NDArray x, Activation function) {
        return function.of(x);
    }

    @Override
    public NDArray softmax(NDArray x) {
        return x.softmax(-1);
    }

    @Override
    public NDArray sqrt(NDArray x) {
        return x.sqrt();
    }

    @Override
    public NDArray add(NDArray a, NDArray b) {
        return a.add(b);
    }

    @Override
    public NDArray sub(NDArray a, NDArray b) {
        return a.sub(b);
    }

    @Override
    public NDArray mul(NDArray a, NDArray b) {
        return a.mul(b);
    }

    @Override
    public NDArray div(NDArray a, NDArray b) {
        return a.div(b);
    }

    @Override
    public NDArray plus(NDArray x, float summand) {
        return x.add(summand);
    }

    @Override
    public NDArray times(NDArray x, float factor) {
        return x.mul(Scalar.of(factor, manager));
    }

    @Override
    public NDArray matMul(NDArray a, NDArray b) {
        return a.matMul(b);
    }

    @Override
    public NDArray globalAverage(NDArray map) {
        return reshape(Pool.globalAvgPool2d(map), 0, map.getShape().get(1), 1, 1);
    }

    @Override
    public NDArray globalMax(NDArray map) {
        return reshape(Pool.globalMaxPool2d(map), 0, map.getShape().get(1), 1, 1);
    }

    @Override
    public NDArray globalSum(NDArray map) {
        return map.sum(new int[] {2, 3}, true);
    }

    @Override
    public NDArray averagePool(NDArray map, int kernel, int stride) {
        return Pool.avgPool2d(map, new Shape(kernel, kernel), new Shape(stride, stride), new Shape(0, 0), false, true);
    }

    @Override
    public NDArray maxPool(NDArray map, int kernel, int stride, int padding) {
        return Pool.maxPool2d(
                map, new Shape(kernel, kernel), new Shape(stride, stride), new Shape(padding, padding), false);
    }

    @Override
    public NDArray mean(NDArray x, int axis) {
        return x.mean(new int[] {axis}, true);
    }

    @Override
    public NDArray max(NDArray x, int axis) {
        return x.max(new int[] {axis}, true);
    }

    @Override
    public NDArray transpose(NDArray x, int... order) {
        return x.transpose(order);
    }

    @Override
    public NDArray reshape(NDArray x, long... sizes) {
        long[] known = sizes.clone();
        for (int i = 0; i < known.length; i++) {
            known[i] = known[i] == 0 ? x.getShape().get(i) : known[i];
        }
        return x.reshape(known);
    }

    @Override
    public NDArray concat(int axis, List<NDArray> parts) {
        return NDArrays.concat(new NDList(parts), axis);
    }

    @Override
    public NDArray slice(NDArray x, int axis, int from, int to) {
        return x.get(new NDIndex(":, ".repeat(axis) + from + ":" + to));
    }

    @Override
    public Map<Object, NDArray> memory() {
        return memory;
    }
}
