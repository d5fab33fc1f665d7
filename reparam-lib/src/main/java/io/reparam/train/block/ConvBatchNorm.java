package io.reparam.train.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.NormalInitializer;

/**
 * A convolution without bias and the batch normalization behind it: {@code [N, inC, H, W] -> [N, outC, H/stride, W/stride]}.
 *
 * <p>Zero padding of half the kernel; weights start as N(0, 2 / (k k outC)).
 *
 * @see <a href="https://arxiv.org/abs/1502.01852">He et al., Delving Deep into Rectifiers, the initialisation</a>
 */
public final class ConvBatchNorm extends SingleOutputBlock {
    /** What batch normalization adds to the variance. */
    public static final float EPSILON = 1e-5f;

    private final int kernel;
    private final int stride;
    private final Conv2d conv;
    private final BatchNorm norm;

    /**
     * @param outChannels channels of the output
     * @param kernel side of the kernel, odd
     * @param stride in both directions
     */
    public ConvBatchNorm(int outChannels, int kernel, int stride) {
        this.kernel = kernel;
        this.stride = stride;
        conv = addChildBlock(
                "conv",
                Conv2d.builder()
                        .setFilters(outChannels)
                        .setKernelShape(new Shape(kernel, kernel))
                        .optStride(new Shape(stride, stride))
                        .optPadding(new Shape(padding(), padding()))
                        .optBias(false)
                        .build());
        float deviation = (float) Math.sqrt(2.0 / ((double) kernel * kernel * outChannels));
        conv.setInitializer(new NormalInitializer(deviation), Parameter.Type.WEIGHT);
        norm = addChildBlock("norm", BatchNorm.builder().optEpsilon(EPSILON).build());
    }

    public int kernel() {
        return kernel;
    }

    public int stride() {
        return stride;
    }

    /** Zeros on every side of the input. */
    public int padding() {
        return kernel / 2;
    }

    /** Parameter {@code weight}: [outC, inC, k, k]. */
    public Conv2d conv() {
        return conv;
    }

    /** Parameters {@code gamma}, {@code beta}, {@code runningMean}, {@code runningVar}: [outC] each. */
    public BatchNorm norm() {
        return norm;
    }

    @Override
    protected NDArray forward(ParameterStore parameters, NDArray x, boolean training) {
        return apply(norm, parameters, apply(conv, parameters, x, training), training);
    }

    @Override
    protected Shape outputShape(Shape input) {
        return conv.getOutputShapes(new Shape[] {input})[0];
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        conv.initialize(manager, type, inputs);
        norm.initialize(manager, type, conv.getOutputShapes(inputs));
    }
}
