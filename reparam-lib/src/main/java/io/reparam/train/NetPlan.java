package io.reparam.train;

import io.reparam.artifact.Provenance;
import io.reparam.artifact.Sha256;
import io.reparam.image.PreprocessSpec;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import io.reparam.train.attention.AttentionPlacement;
import io.reparam.train.backbone.Architectures;
import io.reparam.train.backbone.NetSpec;
import io.reparam.train.block.NetBlock;
import java.util.Locale;

/**
 * Which net is trained.
 *
 * @param architecture such as {@code resnet29}
 * @param width factor on the channels of every layer
 * @param attention which module
 * @param mode in which form
 * @param asrCount how many ASR modules stand at a place
 * @param psiInit what their psi start at
 */
public record NetPlan(
        String architecture, double width, AttentionModule attention, AttentionMode mode, int asrCount, float psiInit) {

    /** @throws IllegalArgumentException if the architecture is unknown, a number out of range, or the module has no ASR form */
    public NetPlan {
        Architectures.named(architecture);
        new NetSpec(1, 1, 1, width, new AttentionPlacement(attention, mode, asrCount, psiInit));
    }

    /** The published width, one ASR module a place. */
    public NetPlan(String architecture, AttentionModule attention, AttentionMode mode) {
        this(architecture, 1, attention, mode, 1, AttentionPlacement.PSI_INIT);
    }

    NetPlan with(AttentionMode other) {
        return new NetPlan(architecture, width, attention, other, asrCount, psiInit);
    }

    /** What is known of this net when its weights are as they were drawn. */
    public Provenance untrained(long seed) {
        return new Provenance(
                name(),
                attentionName(),
                modeName(),
                0,
                seed,
                "none",
                Sha256.of(new byte[0]),
                0,
                0,
                TrainingEngine.versions(),
                null);
    }

    /** The architecture, and its width unless that is the published one. */
    String name() {
        return width == 1 ? architecture : architecture + ", width " + width;
    }

    /** The module's name; {@code none} where there is none. */
    String attentionName() {
        return mode == AttentionMode.PLAIN ? "none" : attention.label();
    }

    /** As {@code --mode} calls it. */
    String modeName() {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /**
     * A new, uninitialised net: {@code [N, 3, height, width] -> [N, classes]} logits.
     *
     * @throws IllegalArgumentException if the image is too small for it
     */
    public NetBlock net(int classes, PreprocessSpec image) {
        AttentionPlacement placement = new AttentionPlacement(attention, mode, asrCount, psiInit);
        return Architectures.named(architecture)
                .build(new NetSpec(classes, image.height(), image.width(), width, placement));
    }
}
