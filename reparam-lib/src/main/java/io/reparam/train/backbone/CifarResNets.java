package io.reparam.train.backbone;

import io.reparam.train.attention.AttentionSites;
import io.reparam.train.block.Activation;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Geometry;
import io.reparam.train.block.NetBlock;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * ResNets for 32x32 images: a 3x3 convolution of 16 channels, three stages of n blocks with 16, 32 and 64 inner channels at 32,
 * 16 and 8 pixels, and a classifier. {@code resnet29}: bottleneck blocks, depth 9n + 2; {@code resnet20-basic}: basic blocks,
 * depth 6n + 2.
 *
 * @see <a href="https://arxiv.org/abs/1603.05027">He et al., Identity Mappings, the bottleneck form of the CIFAR nets</a>
 */
final class CifarResNets implements Family {
    private static final Pattern NAME = Pattern.compile("resnet(\\d{1,4})(-basic)?");
    private static final Set<String> OF_IMAGENET = Set.of("18", "34", "50");
    private static final int STEM = 16;
    private static final int STAGES = 3;

    @Override
    public String names() {
        return "resnet11, resnet20, resnet29, resnet56, resnet164 (any 9n+2), resnet8-basic, resnet14-basic, resnet20-basic (any 6n+2)";
    }

    @Override
    public Optional<Backbone> named(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches() || OF_IMAGENET.contains(matcher.group(1))) {
            return Optional.empty();
        }
        ResidualKind kind = matcher.group(2) == null ? ResidualKind.BOTTLENECK : ResidualKind.BASIC;
        int layers = kind == ResidualKind.BASIC ? 6 : 9;
        int depth = Integer.parseInt(matcher.group(1));
        if (depth <= 2 || (depth - 2) % layers != 0) {
            throw new IllegalArgumentException("depth " + depth + " of " + name + " is not " + layers + "n + 2");
        }
        int blocks = (depth - 2) / layers;
        return Optional.of(
                spec -> build(spec, blocks, (map, planes, stride, places) -> kind.block(map, planes, stride, places)));
    }

    /** Makes one of a stage's blocks. */
    interface Unit {
        Residual block(FeatureMap map, int planes, int stride, AttentionSites places);
    }

    /** The whole net of some kind of block, n in each stage. */
    static NetBlock build(NetSpec spec, int blocks, Unit unit) {
        Trunk trunk = new Trunk(spec).conv("stem", spec.channels(STEM), Geometry.square(3, 1), Activation.RELU);
        for (int stage = 0; stage < STAGES; stage++) {
            for (int i = 0; i < blocks; i++) {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                Residual block = unit.block(trunk.map(), spec.channels(STEM << stage), stride, trunk.places());
                trunk.then("stage" + (stage + 1) + "_" + (i + 1), block, block.output());
            }
        }
        return trunk.classifier();
    }
}
