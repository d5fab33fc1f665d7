package io.reparam.train.block;

/**
 * Which attention a net has before its residual additions.
 *
 * @param module which kind; without effect in mode plain
 * @param mode in which form
 */
public record AttentionPlacement(AttentionModule module, AttentionMode mode) {

    /** A new gate for maps of this many channels; each place has its own weights. */
    ChannelGate gate(int channels) {
        return module.gate(channels);
    }
}
