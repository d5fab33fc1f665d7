package io.reparam.train.attention;

import io.reparam.train.block.NetBlock;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The attention modules by name. A new one is a new file and a line here. */
public enum AttentionModule {
    SE((place, before) -> SqueezeExcitation.of(place.channels())),
    SE_HARD((place, before) -> SqueezeExcitation.hard(place.channels())),
    ECA((place, before) -> new EfficientChannelGate(place.channels())),
    SRM((place, before) -> new StyleRecalibration(place.channels())),
    IE((place, before) -> new InstanceEnhancement(place.channels(), false)),
    IEBN((place, before) -> new InstanceEnhancement(place.channels(), true)),
    CBAM((place, before) -> new CbamChannelGate(place.channels())),
    DIA((place, before) -> DenseImplicitGate.of(place.channels(), before)),
    SPA((place, before) -> new SpatialPyramidGate(place.map())),
    GCT((place, before) -> new GatedChannelTransform(place.channels())),
    GE((place, before) -> new GatherExcite()),
    FCA((place, before) -> new FrequencyChannelGate(place.map())),
    SEM((place, before) -> new SwitchableExcitation(place.channels())),
    CBAM_FULL(
            place -> new CbamAttention(place.channels()),
            "its spatial half has a factor for each position, which no channel's weights can take; cbam is the channel"
                    + " half"),
    SIMAM(place -> new SimAm(place.map()), "each position has its own factor, which no channel's weights can take"),
    COORDATT(
            place -> new CoordinateAttention(place.map()),
            "its factors depend on row and column, which no channel's weights can take"),
    BAM(
            place -> new BottleneckAttention(place.channels()),
            "its factors depend on the position, which no channel's weights can take");

    @FunctionalInterface
    private interface GateFactory {
        ChannelGate gate(AttentionSite place, @Nullable ChannelGate before);
    }

    private final @Nullable GateFactory gates;
    private final @Nullable Function<AttentionSite, NetBlock> maps;
    private final @Nullable String obstacle;

    AttentionModule(GateFactory gates) {
        this.gates = gates;
        this.maps = null;
        this.obstacle = null;
    }

    AttentionModule(Function<AttentionSite, NetBlock> maps, String obstacle) {
        this.gates = null;
        this.maps = maps;
        this.obstacle = obstacle;
    }

    /** As on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the module has one factor a channel, and so an ASR form. */
    public boolean foldable() {
        return gates != null;
    }

    /** @throws IllegalArgumentException if there is no ASR form; it says why */
    void requireFoldable() {
        if (!foldable()) {
            throw new IllegalArgumentException(
                    "no ASR of " + label() + ": " + obstacle + "; choose --mode attention, or another --attention");
        }
    }

    /** @param before the gate at the place before, for modules that share weights */
    ChannelGate gate(AttentionSite place, @Nullable ChannelGate before) {
        if (gates == null) {
            throw new IllegalStateException(label() + " has no channel gate: " + obstacle);
        }
        return gates.gate(place, before);
    }

    /** {@code [N, C, H, W] -> [N, C, H, W]}, scaled. */
    NetBlock ofMap(AttentionSite place) {
        if (maps == null) {
            throw new IllegalStateException(label() + " is a channel gate");
        }
        return maps.apply(place);
    }
}
