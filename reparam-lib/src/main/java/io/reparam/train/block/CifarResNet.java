package io.reparam.train.block;

import ai.djl.nn.SequentialBlock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bottleneck ResNet for 32x32 images: a 3x3 convolution of 16 channels, three stages of n blocks with 16, 32 and 64 inner
 * channels at 32, 16 and 8 pixels, and a classifier; depth 9n + 2.
 *
 * @param depth 11, 20, 29, 38, ... 164 and beyond
 * @see <a href="https://arxiv.org/abs/1603.05027">He et al., Identity Mappings, the bottleneck form of the CIFAR nets</a>
 */
public record CifarResNet(int depth) {
    private static final Pattern NAME = Pattern.compile("resnet(\\d{1,4})");
    private static final int STEM = 16;
    private static final int STAGES = 3;

    /** @throws IllegalArgumentException if depth is not 9n + 2 */
    public CifarResNet {
        if (depth < 11 || (depth - 2) % 9 != 0) {
            throw new IllegalArgumentException(
                    "depth " + depth + " is not 9n + 2; choose 11, 20, 29, 38, 47, 56, ..., 110 or 164");
        }
    }

    /** @throws IllegalArgumentException if the name is not {@code resnet} and a depth of 9n + 2 */
    public static CifarResNet named(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("architecture '" + name
                    + "' is unknown; there is resnet29 and every other" + " resnet whose depth is 9n + 2");
        }
        return new CifarResNet(Integer.parseInt(matcher.group(1)));
    }

    /** A new, uninitialised net: {@code [N, 3, 32, 32] -> [N, classes]} logits. */
    public SequentialBlock build(int classes, AttentionPlacement attention) {
        SequentialBlock net = new SequentialBlock();
        net.add(new ConvBatchNorm(STEM, 3, 1));
        net.add(new Relu());
        int channels = STEM;
        for (int stage = 0; stage < STAGES; stage++) {
            int planes = STEM << stage;
            for (int block = 0; block < (depth - 2) / 9; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                net.add(new Bottleneck(channels, planes, stride, attention));
                channels = planes * Bottleneck.EXPANSION;
            }
        }
        return net.add(new ClassifierHead(channels, classes));
    }
}
