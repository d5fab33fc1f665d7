package io.reparam.train.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** A block with one input and one output of float32, which is every block of an image classifier. */
public abstract class SingleOutputBlock extends AbstractBlock {

    /** Version of the parameter format. */
    private static final byte VERSION = 1;

    protected SingleOutputBlock() {
        super(VERSION);
    }

    /** The block's function. */
    protected abstract NDArray forward(ParameterStore parameters, NDArray x, boolean training);

    /** Shape of the output for this shape of the input. */
    protected abstract Shape outputShape(Shape input);

    /** Applies a child block of one input and one output. */
    protected static NDArray apply(Block child, ParameterStore parameters, NDArray x, boolean training) {
        return child.forward(parameters, new NDList(x), training).singletonOrThrow();
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameters, NDList inputs, boolean training, @Nullable PairList<String, Object> unused) {
        return new NDList(forward(parameters, inputs.singletonOrThrow(), training));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {outputShape(inputs[0])};
    }
}
