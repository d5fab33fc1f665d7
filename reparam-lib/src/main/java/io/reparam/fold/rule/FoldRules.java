package io.reparam.fold.rule;

import io.reparam.fold.FoldRule;
import java.util.List;

/** The rules in the order that leaves the least. A new rule is a new file and a line here. */
public final class FoldRules {
    private FoldRules() {}

    /** Exact folds only: the same numbers up to rounding. */
    public static List<FoldRule> standard() {
        return List.of(
                new ConstantSubgraph(),
                new ChannelScaleIntoBatchNorm(),
                new ChannelScaleIntoConv(),
                new BatchNormIntoConv(),
                new ConvChain(),
                new ParallelConvSum(),
                new InputDependentGate());
    }
}
