package io.reparam.train.attention;

import io.reparam.train.block.NetBlock;
import io.reparam.train.block.Sequence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands out the attention of one net, place after place, in the order in which the net runs through them. */
public final class AttentionSites {
    private final AttentionPlacement attention;
    /** [asrCount + 1]: the gates of the place before, ordinary attention last. */
    private final @Nullable ChannelGate[] before;

    AttentionSites(AttentionPlacement attention) {
        this.attention = attention;
        this.before = new ChannelGate[attention.asrCount() + 1];
    }

    /** What stands at this place: ASR, then ordinary attention; a block that changes nothing in mode plain. */
    public NetBlock at(AttentionSite place) {
        Sequence scales = new Sequence();
        if (attention.mode().hasAsr()) {
            List<ChannelGate> gates = new ArrayList<>();
            for (int i = 0; i < attention.asrCount(); i++) {
                gates.add(gate(place, i));
            }
            scales.then("asr", new AttentionAlikeScale(place, gates, attention.psiInit()));
        }
        if (attention.mode().hasAttention()) {
            scales.then(
                    "attention",
                    attention.module().foldable()
                            ? new ChannelAttention(place, gate(place, attention.asrCount()))
                            : new MapAttention(place, attention.module().ofMap(place)));
        }
        return scales;
    }

    private ChannelGate gate(AttentionSite place, int form) {
        ChannelGate gate = attention.module().gate(place, before[form]);
        before[form] = gate;
        return gate;
    }
}
