package io.reparam.train.attention;

import ai.djl.nn.Parameter;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.NetBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * ASR: {@code y = x * v}, {@code v = gate_1(psi_1) * ... * gate_d(psi_d)}, with learnt vectors psi {@code [1, C, 1, 1]} in the
 * place of the feature map. As v does not depend on the image, it is a constant after training and folds into the layer before.
 *
 * @see <a href="https://arxiv.org/abs/2304.06345">Huang et al., Stripe Observation Guided Inference Cost-free Attention</a>
 */
public final class AttentionAlikeScale extends NetBlock {
    private final AttentionSite place;
    private final List<ChannelGate> gates = new ArrayList<>();
    private final List<Parameter> psis = new ArrayList<>();

    /**
     * @param gates for maps of the place's size, at least one
     * @param psiInit what psi starts at
     */
    AttentionAlikeScale(AttentionSite place, List<ChannelGate> gates, float psiInit) {
        this.place = place;
        for (ChannelGate gate : gates) {
            String number = gates.size() == 1 ? "" : String.valueOf(this.gates.size() + 1);
            psis.add(learnt(
                    "psi" + number,
                    gate.psiInitial(place.channels(), psiInit),
                    1,
                    place.channels(),
                    gate.psiCells(),
                    1));
            this.gates.add(part("gate" + number, gate));
        }
    }

    /** One a gate: {@code [1, C, cells, 1]}. */
    public List<Parameter> psis() {
        return List.copyOf(psis);
    }

    public List<ChannelGate> gates() {
        return List.copyOf(gates);
    }

    /** v: {@code [1, C, 1, 1]}. */
    public <V> V factors(BlockOperators<V> f) {
        V product = factors(f, 0);
        for (int i = 1; i < gates.size(); i++) {
            product = f.mul(product, factors(f, i));
        }
        return product;
    }

    private <V> V factors(BlockOperators<V> f, int i) {
        ChannelGate gate = gates.get(i);
        return f.within(gate, () -> gate.ofPsi(f, f.weight(psis.get(i))));
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        V v = factors(f);
        f.seen(this, x, v);
        return place.scaled(f, x, v, gates.get(0).keepsShift());
    }
}
