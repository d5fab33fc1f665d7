package io.reparam.train.attention;

import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Initial;
import io.reparam.train.block.NetBlock;

/**
 * An attention module up to, but without, its multiplication: {@code [N, C, H, W] -> [N, C, 1, 1]}, one factor a channel. The
 * same gate serves ordinary attention, which feeds it the feature map, and ASR, which feeds it a learnt vector psi.
 */
public abstract class ChannelGate extends NetBlock {

    /** @param map {@code [N, C, H, W]}, H and W at least 1 */
    @Override
    public abstract <V> V compute(BlockOperators<V> f, V map);

    /**
     * What is left of the module when it is fed psi instead of a map.
     *
     * @param psi {@code [1, C, cells, 1]}
     * @return {@code [1, C, 1, 1]}
     */
    public <V> V ofPsi(BlockOperators<V> f, V psi) {
        return compute(f, psi);
    }

    /** Elements that psi has for each channel: 1, but for modules that look at more than the mean. */
    public int psiCells() {
        return 1;
    }

    /** What psi starts at, C times {@link #psiCells} values around this one. */
    public Initial psiInitial(int channels, float value) {
        return Initial.constant(value);
    }

    /** Whether the factor spares what the layer before has added: gamma is scaled, beta is not. */
    public boolean keepsShift() {
        return false;
    }
}
