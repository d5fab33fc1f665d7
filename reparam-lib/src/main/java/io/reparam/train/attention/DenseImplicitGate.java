package io.reparam.train.attention;

import io.reparam.train.block.BlockOperators;
import org.jspecify.annotations.Nullable;

/**
 * DIA: one LSTM cell for a row of places of as many channels; at place k it takes {@code z_k}, the global average, and the state
 * of place k - 1, and its hidden state is the gate: {@code v_k = h_k}. Of psi it runs over {@code psi_1, psi_2, ...}.
 *
 * @see <a href="https://arxiv.org/abs/1905.10671">Huang et al., DIANet: Dense-and-Implicit Attention Network</a>
 */
final class DenseImplicitGate extends ChannelGate {
    private final LstmCell cell;
    private final boolean first;

    private DenseImplicitGate(LstmCell cell, boolean first) {
        this.cell = cell;
        this.first = first;
    }

    /** Shares the cell with the gate before, if that has as many channels. */
    static DenseImplicitGate of(int channels, @Nullable ChannelGate before) {
        if (before instanceof DenseImplicitGate gate && gate.cell.channels() == channels) {
            return new DenseImplicitGate(gate.cell, false);
        }
        LstmCell cell = new LstmCell(channels);
        DenseImplicitGate gate = new DenseImplicitGate(cell, true);
        gate.part("cell", cell); // the others use it, but it is saved once
        return gate;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V map) {
        V z = f.globalAverage(map);
        if (first) {
            cell.reset(f, z);
        }
        return f.apply(cell, z);
    }
}
