package io.reparam.train.attention;

import io.reparam.train.block.Activation;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.Convolution;

/**
 * SEM: {@code sigmoid(w1 FC(z)) * sigmoid(w2 ECA(z)) * sigmoid(w3 IE(z))}, a learnt switch {@code w = sigmoid(FC_3(z))} between
 * three modules; FC is SE's two layers, z the global average over H, W.
 *
 * @see <a href="https://arxiv.org/abs/2209.05680">Zhong et al., Switchable Self-attention Module</a>
 */
final class SwitchableExcitation extends ChannelGate {
    private final Convolution reduce;
    private final Convolution expand;
    private final Convolution alongChannels;
    private final InstanceEnhancement enhancement;
    private final Convolution decision;

    SwitchableExcitation(int channels) {
        int hidden = SqueezeExcitation.hidden(channels);
        reduce = part("reduce", Convolution.pointwise(channels, hidden, true));
        expand = part("expand", Convolution.pointwise(hidden, channels, true));
        alongChannels = part("conv", EfficientChannelGate.alongChannels(channels));
        enhancement = part("enhancement", new InstanceEnhancement(channels, false));
        decision = part("decision", Convolution.pointwise(channels, 3, true));
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V map) {
        V z = f.globalAverage(map);
        V switches = f.activation(f.apply(decision, z), Activation.SIGMOID);
        V dense = f.apply(expand, f.activation(f.apply(reduce, z), Activation.RELU));
        V product = excited(f, dense, switches, 0);
        product = f.mul(product, excited(f, EfficientChannelGate.along(f, alongChannels, z), switches, 1));
        return f.mul(product, excited(f, enhancement.enhanced(f, z), switches, 2));
    }

    private static <V> V excited(BlockOperators<V> f, V excitation, V switches, int index) {
        return f.activation(f.mul(excitation, f.slice(switches, 1, index, index + 1)), Activation.SIGMOID);
    }
}
