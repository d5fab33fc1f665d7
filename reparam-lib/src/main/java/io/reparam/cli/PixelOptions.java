package io.reparam.cli;

import io.reparam.artifact.ChannelOrder;
import io.reparam.artifact.Fit;
import io.reparam.artifact.FittedTensorizer;
import io.reparam.artifact.Interpolation;
import io.reparam.artifact.PreprocessSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What becomes of an image before a model sees it: what its card says, or what is asked for. */
final class PixelOptions {
    @Option(
            names = "--mean",
            split = ",",
            paramLabel = "M",
            description =
                    "One or three numbers on the scale 0 to 1, in the model's order of colours; default: its card.")
    private List<Float> mean = List.of();

    @Option(names = "--std", split = ",", paramLabel = "S", description = "As --mean.")
    private List<Float> std = List.of();

    @Option(
            names = "--channels",
            defaultValue = "RGB",
            description = "Order of colours that the model takes: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private ChannelOrder channels;

    @Option(
            names = "--fit",
            defaultValue = "CROP",
            description =
                    "CROP: resized until it covers the net's input, centre cut out. PAD: height resized, zeros at the right, for lines of"
                            + " text. STRETCH: both sides resized. Default: ${DEFAULT-VALUE}.")
    private Fit fit;

    /**
     * @param known what the model is known to want; empty if it says nothing
     * @param size that was asked for; null for the known one, or the input's
     * @throws IllegalArgumentException if the model takes no images, or nobody says how they are prepared
     */
    FittedTensorizer tensorizer(ModelFile model, Optional<PreprocessSpec> known, @Nullable Sizes size) {
        List<Long> input = model.imageInput();
        PreprocessSpec usual = known.orElse(null);
        if (usual != null && size == null && mean.isEmpty() && std.isEmpty()) {
            return new FittedTensorizer(usual, fit, channels);
        }
        if (usual == null && (mean.isEmpty() || std.isEmpty())) {
            throw new IllegalArgumentException(
                    "'" + model.path() + "' has no model card; say by --mean and --std what it was trained with");
        }
        int height = size == null ? side(model, input.get(1)) : size.values().get(0);
        int width = size == null
                ? side(model, input.get(2))
                : size.values().get(size.values().size() - 1);
        PreprocessSpec asked = new PreprocessSpec(
                height,
                width,
                Math.max(height, width),
                Interpolation.BILINEAR,
                mean.isEmpty() && usual != null ? usual.mean() : three(mean),
                std.isEmpty() && usual != null ? usual.std() : three(std));
        return new FittedTensorizer(asked, fit, channels);
    }

    private static int side(ModelFile model, long side) {
        if (side < 1) {
            throw new IllegalArgumentException(
                    "the input of '" + model.path() + "' leaves its size free; choose it by --size HxW");
        }
        return (int) side;
    }

    private static List<Float> three(List<Float> given) {
        return given.size() == 1 ? List.of(given.get(0), given.get(0), given.get(0)) : given;
    }
}
