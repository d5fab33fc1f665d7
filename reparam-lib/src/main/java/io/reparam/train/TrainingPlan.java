package io.reparam.train;

import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what a run computes: the same plan on the same data, machine and thread count gives the same net.
 *
 * @param net which net
 * @param recipe how it is trained
 * @param data what it learns from
 * @param from directory of the run whose net it starts from; null for new weights
 */
public record TrainingPlan(
        NetPlan net, Recipe recipe, DataPlan data, @Nullable String from) {
    /** From new weights. */
    public TrainingPlan(NetPlan net, Recipe recipe, DataPlan data) {
        this(net, recipe, data, null);
    }

    /** This plan with the other one's end. */
    TrainingPlan endingAs(TrainingPlan other) {
        Recipe ending = recipe.ending(other.recipe.epochs(), other.recipe.maxSteps());
        return new TrainingPlan(net, ending, data, from);
    }
}
