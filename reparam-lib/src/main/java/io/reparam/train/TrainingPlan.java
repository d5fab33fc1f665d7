package io.reparam.train;

import io.reparam.train.attention.AttentionMode;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what a run computes: the same plan on the same data, machine and thread count gives the same net.
 *
 * @param net which net
 * @param recipe how it is trained
 * @param data what it learns from
 * @param from directory of the run whose net it starts from; null for new weights
 * @param asrFrom epoch after which ASR takes the place of ordinary attention; null if the net is what it is from the start
 */
public record TrainingPlan(
        NetPlan net,
        Recipe recipe,
        DataPlan data,
        @Nullable String from,
        @Nullable Integer asrFrom) {

    /** @throws IllegalArgumentException if there is no ASR to switch to, or no epoch before or after the switch */
    public TrainingPlan {
        if (asrFrom != null && (net.mode() != AttentionMode.ASR || net.asrCount() != 1)) {
            throw new IllegalArgumentException("asr-from " + asrFrom + " needs mode asr and asr-count 1, not mode "
                    + net.modeName() + " and asr-count " + net.asrCount());
        }
        if (asrFrom != null && (asrFrom < 1 || asrFrom >= recipe.epochs())) {
            throw new IllegalArgumentException(
                    "asr-from " + asrFrom + " must be 1 or more and below epochs " + recipe.epochs());
        }
    }

    /** One kind of net from the start. */
    public TrainingPlan(NetPlan net, Recipe recipe, DataPlan data, @Nullable String from) {
        this(net, recipe, data, from, null);
    }

    /** From new weights. */
    public TrainingPlan(NetPlan net, Recipe recipe, DataPlan data) {
        this(net, recipe, data, null);
    }

    /** The net that there is after so many epochs. */
    NetPlan netAfter(int epochs) {
        return asrFrom != null && epochs < asrFrom ? net.with(AttentionMode.ATTENTION) : net;
    }

    /** This plan with the other one's end. */
    TrainingPlan endingAs(TrainingPlan other) {
        Recipe ending = recipe.ending(other.recipe.epochs(), other.recipe.maxSteps());
        return new TrainingPlan(net, ending, data, from, asrFrom);
    }
}
