package io.reparam.train.backbone;

import ai.djl.nn.Parameter;
import io.reparam.train.attention.AttentionSite;
import io.reparam.train.block.BatchNormalization;
import io.reparam.train.block.BlockOperators;
import io.reparam.train.block.ConvBatchNorm;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.NetBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Several layers of the same input, added: the training form of a block that folds to one convolution. Each ends in a norm.
 * {@code [N, inC, H, W] -> [N, outC, H', W']}.
 */
final class BranchSum extends NetBlock {
    private final List<NetBlock> branches = new ArrayList<>();
    private final List<Parameter> shifts = new ArrayList<>();
    private final FeatureMap output;

    /** @param output what each branch makes of the input */
    BranchSum(FeatureMap output) {
        this.output = output;
    }

    BranchSum with(String name, ConvBatchNorm branch) {
        return with(name, branch, branch.norm());
    }

    /** @param last the norm that the branch ends in */
    BranchSum with(String name, NetBlock branch, BatchNormalization last) {
        branches.add(part(name, branch));
        shifts.add(last.beta());
        return this;
    }

    /** The norm of the input itself, where the sizes are the same. */
    BranchSum withIdentity(FeatureMap in, int stride) {
        if (stride != 1 || in.channels() != output.channels()) {
            return this;
        }
        BatchNormalization norm = new BatchNormalization(in.channels());
        return with("identity", norm, norm);
    }

    FeatureMap output() {
        return output;
    }

    /** After the sum. */
    AttentionSite place() {
        return new AttentionSite(output, false, shifts);
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        V sum = f.apply(branches.get(0), x);
        for (NetBlock branch : branches.subList(1, branches.size())) {
            sum = f.add(sum, f.apply(branch, x));
        }
        return sum;
    }
}
