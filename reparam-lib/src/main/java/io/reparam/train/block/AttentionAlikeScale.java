package io.reparam.train.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;

/**
 * ASR: {@code y = x * v}, {@code v = gate(psi)} with a learned vector psi {@code [1, C, 1, 1]} in the place of the feature map:
 * {@code [N, C, H, W] -> [N, C, H, W]}. As v does not depend on the image, it is a constant after training and folds into the
 * layer before.
 *
 * @see <a href="https://arxiv.org/abs/2304.06345">Huang et al., Stripe Observation Guided Inference Cost-free Attention</a>
 */
public final class AttentionAlikeScale extends SingleOutputBlock {
    /** What psi starts at; 0 would be a point that some modules cannot leave. */
    public static final float PSI_INIT = 0.1f;

    private final Parameter psi;
    private final ChannelGate gate;

    /**
     * @param channels C of the map
     * @param gate for maps of this many channels
     */
    public AttentionAlikeScale(int channels, ChannelGate gate) {
        psi = addParameter(Parameter.builder()
                .setName("psi")
                .setType(Parameter.Type.OTHER)
                .optShape(new Shape(1, channels, 1, 1))
                .optInitializer(new ConstantInitializer(PSI_INIT))
                .build());
        this.gate = addChildBlock("gate", gate);
    }

    /** {@code [1, C, 1, 1]}. */
    public Parameter psi() {
        return psi;
    }

    public ChannelGate gate() {
        return gate;
    }

    @Override
    protected NDArray forward(ParameterStore parameters, NDArray x, boolean training) {
        NDArray vector = parameters.getValue(psi, x.getDevice(), training);
        // psi lives as long as the model; what is computed from it must not
        try (NDArray view = vector.duplicate()) {
            view.attach(x.getManager());
            return x.mul(apply(gate, parameters, view, training));
        }
    }

    @Override
    protected Shape outputShape(Shape input) {
        return input;
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        gate.initialize(manager, type, psi.getShape());
    }
}
