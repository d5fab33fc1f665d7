package io.reparam.train.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A residual block: 1x1, 3x3 and 1x1 convolutions, each normalised; then, before the addition, ASR and after it ordinary
 * attention, where the net has them. {@code [N, inC, H, W] -> [N, 4 planes, H/stride, W/stride]}.
 *
 * @see <a href="https://arxiv.org/abs/1512.03385">He et al., Deep Residual Learning</a>
 */
public final class Bottleneck extends SingleOutputBlock {
    /** Output channels over inner channels. */
    public static final int EXPANSION = 4;

    private final ConvBatchNorm reduce;
    private final ConvBatchNorm spatial;
    private final ConvBatchNorm expand;
    private final List<SingleOutputBlock> scales = new ArrayList<>();
    private final @Nullable ConvBatchNorm shortcut;

    /**
     * @param inChannels channels of the input
     * @param planes inner channels
     * @param stride of the 3x3 convolution and of the shortcut
     * @param attention which modules stand before the addition
     */
    public Bottleneck(int inChannels, int planes, int stride, AttentionPlacement attention) {
        int channels = planes * EXPANSION;
        reduce = addChildBlock("reduce", new ConvBatchNorm(planes, 1, 1));
        spatial = addChildBlock("spatial", new ConvBatchNorm(planes, 3, stride));
        expand = addChildBlock("expand", new ConvBatchNorm(channels, 1, 1));
        if (attention.mode().hasAsr()) {
            scales.add(addChildBlock("asr", new AttentionAlikeScale(channels, attention.gate(channels))));
        }
        if (attention.mode().hasAttention()) {
            scales.add(addChildBlock("attention", new ChannelAttention(attention.gate(channels))));
        }
        shortcut = stride == 1 && inChannels == channels
                ? null
                : addChildBlock("shortcut", new ConvBatchNorm(channels, 1, stride));
    }

    /** The three convolutions in order; a relu follows each but the last. */
    public List<ConvBatchNorm> convolutions() {
        return List.of(reduce, spatial, expand);
    }

    /** What scales the channels behind the last convolution, in order: {@link AttentionAlikeScale}, {@link ChannelAttention}. */
    public List<SingleOutputBlock> scales() {
        return List.copyOf(scales);
    }

    /** The convolution on the shortcut; empty where the input is added as it is. */
    public Optional<ConvBatchNorm> shortcut() {
        return Optional.ofNullable(shortcut);
    }

    @Override
    protected NDArray forward(ParameterStore parameters, NDArray x, boolean training) {
        NDArray y = Activation.relu(apply(reduce, parameters, x, training));
        y = Activation.relu(apply(spatial, parameters, y, training));
        y = apply(expand, parameters, y, training);
        for (SingleOutputBlock scale : scales) {
            y = apply(scale, parameters, y, training);
        }
        NDArray identity = shortcut == null ? x : apply(shortcut, parameters, x, training);
        return Activation.relu(y.add(identity));
    }

    @Override
    protected Shape outputShape(Shape input) {
        return expand.outputShape(spatial.outputShape(reduce.outputShape(input)));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        Shape shape = inputs[0];
        for (ConvBatchNorm conv : convolutions()) {
            conv.initialize(manager, type, shape);
            shape = conv.outputShape(shape);
        }
        for (SingleOutputBlock scale : scales) {
            scale.initialize(manager, type, shape);
        }
        if (shortcut != null) {
            shortcut.initialize(manager, type, inputs);
        }
    }
}
