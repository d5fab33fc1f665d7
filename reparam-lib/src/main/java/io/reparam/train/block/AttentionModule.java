package io.reparam.train.block;

/** The attention modules by name. */
public enum AttentionModule {
    SE;

    ChannelGate gate(int channels) {
        return switch (this) {
            case SE -> new SqueezeExcitation(channels);
        };
    }
}
