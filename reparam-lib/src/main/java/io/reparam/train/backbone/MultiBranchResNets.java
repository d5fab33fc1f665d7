package io.reparam.train.backbone;

import io.reparam.train.attention.AttentionSites;
import io.reparam.train.block.Activation;
import io.reparam.train.block.ActivationBlock;
import io.reparam.train.block.AveragePool;
import io.reparam.train.block.BatchNormalization;
import io.reparam.train.block.ConvBatchNorm;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.Sequence;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The basic CIFAR ResNet (depth 6n + 2) whose 3x3 convolutions are trained with several branches that fold to one:
 *
 * <ul>
 *   <li>{@code acnet20}: 3x3, 1x3 and 3x1, each normalised;
 *   <li>{@code dbb20}: 3x3; 1x1; 1x1 then 3x3; 1x1 then an average of 3x3; each step normalised. The zeros around the input stand
 *       before the 1x1, so that its norm's shift is at the border as inside and the two fold exactly.
 * </ul>
 *
 * @see <a href="https://arxiv.org/abs/1908.03930">Ding et al., ACNet</a>
 * @see <a href="https://arxiv.org/abs/2103.13425">Ding et al., Diverse Branch Block</a>
 */
final class MultiBranchResNets implements Family {
    private static final Pattern NAME = Pattern.compile("(acnet|dbb)(\\d{1,4})");

    @Override
    public String names() {
        return "acnet20, dbb20 (any 6n+2)";
    }

    @Override
    public Optional<Backbone> named(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int depth = Integer.parseInt(matcher.group(2));
        if (depth <= 2 || (depth - 2) % 6 != 0) {
            throw new IllegalArgumentException("depth " + depth + " of " + name + " is not 6n + 2");
        }
        boolean asymmetric = matcher.group(1).equals("acnet");
        return Optional.of(spec -> CifarResNets.build(
                spec, (depth - 2) / 6, (in, planes, stride, places) -> block(in, planes, stride, places, asymmetric)));
    }

    private static Residual block(FeatureMap in, int planes, int stride, AttentionSites places, boolean asymmetric) {
        BranchSum first = asymmetric ? asymmetric(in, planes, stride) : diverse(in, planes, stride);
        BranchSum second = asymmetric ? asymmetric(first.output(), planes, 1) : diverse(first.output(), planes, 1);
        Sequence branch = new Sequence()
                .then("conv1", first)
                .then("relu1", new ActivationBlock(Activation.RELU))
                .then("conv2", second);
        return new Residual(in, branch, second.place(), stride, places);
    }

    private static BranchSum asymmetric(FeatureMap in, int channels, int stride) {
        ConvBatchNorm square = new ConvBatchNorm(in, channels, Geometry.square(3, stride));
        return new BranchSum(square.output())
                .with("square", square)
                .with("row", new ConvBatchNorm(in, channels, Geometry.rectangle(1, 3, stride)))
                .with("column", new ConvBatchNorm(in, channels, Geometry.rectangle(3, 1, stride)));
    }

    private static BranchSum diverse(FeatureMap in, int channels, int stride) {
        ConvBatchNorm square = new ConvBatchNorm(in, channels, Geometry.square(3, stride));
        ConvBatchNorm pointwise =
                new ConvBatchNorm(in, in.channels(), Geometry.square(1, 1).padded(1));
        ConvBatchNorm after = new ConvBatchNorm(
                pointwise.output(), channels, Geometry.square(3, stride).padded(0));
        ConvBatchNorm beforeMean =
                new ConvBatchNorm(in, channels, Geometry.square(1, 1).padded(1));
        BatchNormalization meanNorm = new BatchNormalization(channels);
        return new BranchSum(square.output())
                .with("square", square)
                .with("pointwise", new ConvBatchNorm(in, channels, Geometry.square(1, stride)))
                .with("chain", new Sequence().then("pointwise", pointwise).then("square", after), after.norm())
                .with(
                        "mean",
                        new Sequence()
                                .then("pointwise", beforeMean)
                                .then("pool", new AveragePool(3, stride))
                                .then("norm", meanNorm),
                        meanNorm);
    }
}
