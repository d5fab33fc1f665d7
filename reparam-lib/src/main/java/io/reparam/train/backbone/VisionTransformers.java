package io.reparam.train.backbone;

import io.reparam.train.block.NetBlock;
import java.util.Optional;

/**
 * ViT-Tiny: patches of the image as tokens of 192 features, learnt positions, 12 blocks of self-attention with 3 heads and an MLP,
 * a last norm and the mean of the tokens. There is no class token: so the tokens are a map, and any channel attention fits.
 *
 * <p>Patches are 16x16, on images below 160 pixels an eighth of the side.
 *
 * @see <a href="https://arxiv.org/abs/2010.11929">Dosovitskiy et al., An Image is Worth 16x16 Words</a>
 * @see <a href="https://arxiv.org/abs/2205.01580">Beyer et al., Better plain ViT baselines, the mean instead of a class token</a>
 */
final class VisionTransformers implements Family {
    private static final int FEATURES = 192;
    private static final int HEADS = 3;
    private static final int BLOCKS = 12;
    private static final int PATCH = 16;
    private static final int SMALL = 160;
    private static final int TOKENS_OF_SMALL = 8;

    @Override
    public String names() {
        return "vit-tiny";
    }

    @Override
    public Optional<Backbone> named(String name) {
        return name.equals("vit-tiny") ? Optional.of(VisionTransformers::build) : Optional.empty();
    }

    private static NetBlock build(NetSpec spec) {
        int side = Math.min(spec.height(), spec.width());
        int patch = side >= SMALL ? PATCH : Math.max(1, side / TOKENS_OF_SMALL);
        if (spec.height() % patch != 0 || spec.width() % patch != 0) {
            throw new IllegalArgumentException("an image of " + spec.height() + "x" + spec.width()
                    + " pixels has no whole number of patches of " + patch + "x" + patch
                    + "; choose an --image-size that is a multiple of " + (side >= SMALL ? PATCH : TOKENS_OF_SMALL));
        }
        int features = spec.channels(FEATURES / HEADS) * HEADS;
        PatchEmbedding patches = new PatchEmbedding(spec.image(), patch, features);
        Trunk trunk = new Trunk(spec).then("patches", patches, patches.output());
        for (int i = 1; i <= BLOCKS; i++) {
            trunk.then("block" + i, new TransformerBlock(trunk.map(), HEADS, trunk.places()), trunk.map());
        }
        return trunk.then("pool", new TokenNorm(trunk.map(), trunk.places()), trunk.map())
                .classifier();
    }
}
