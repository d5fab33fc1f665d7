package io.reparam.cli;

import io.reparam.artifact.BesideModel;
import io.reparam.artifact.ModelCard;
import io.reparam.artifact.PreprocessHints;
import io.reparam.artifact.PreprocessPreset;
import io.reparam.image.ChannelOrder;
import io.reparam.image.Fit;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.Interpolation;
import io.reparam.image.Layout;
import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import picocli.CommandLine.TypeConversionException;

/**
 * What becomes of an image before a model sees it. Options say more than the model's input, that more than a preset, that more than
 * the model's card, and that more than the files beside it.
 */
final class PixelOptions {
    /** Names of presets, for the help. */
    static final class Presets implements Iterable<String>, ITypeConverter<PreprocessPreset> {
        @Override
        public Iterator<String> iterator() {
            return PreprocessPreset.labels().iterator();
        }

        @Override
        public PreprocessPreset convert(String label) {
            try {
                return PreprocessPreset.of(label);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--preprocess",
            paramLabel = "NAME",
            completionCandidates = Presets.class,
            converter = Presets.class,
            description = "What the model was trained with: ${COMPLETION-CANDIDATES}. Default: the model's card, or the"
                    + " preprocessor_config.json, config.json or inference.yml beside it.")
    private @Nullable PreprocessPreset preset;

    @Option(
            names = "--size",
            paramLabel = "HxW",
            converter = Sizes.Converter.class,
            description = "Height and width that the model takes. Default: its input's shape, or as --preprocess. Where"
                    + " random images are drawn, it may be given several times, the first for real images.")
    private List<Sizes> sizes = List.of();

    @Option(
            names = "--resize",
            paramLabel = "PIXELS",
            description = "Length of the shorter side before the centre is cut out. Default: as --preprocess.")
    private @Nullable Integer shorterSide;

    @Option(
            names = "--mean",
            split = ",",
            paramLabel = "M",
            description = "One or three numbers on the scale 0 to 1, in the model's order of colours. Default: as"
                    + " --preprocess.")
    private List<Float> mean = List.of();

    @Option(names = "--std", split = ",", paramLabel = "S", description = "As --mean.")
    private List<Float> std = List.of();

    @Option(
            names = "--channels",
            description = "Colours that the model takes: ${COMPLETION-CANDIDATES}. Default: as --preprocess, or rgb.")
    private @Nullable ChannelOrder channels;

    @Option(
            names = "--fit",
            description =
                    "crop: resized until it covers the net's input, centre cut out. pad: height resized, zeros at the"
                            + " right, for lines of text. stretch: both sides resized. Default: as --preprocess, or crop.")
    private @Nullable Fit fit;

    @Option(
            names = "--interpolation",
            description = "Filter of the resize: ${COMPLETION-CANDIDATES}. Default: as --preprocess, or bilinear.")
    private @Nullable Interpolation interpolation;

    @Option(
            names = "--layout",
            description = "Order of the input's axes: ${COMPLETION-CANDIDATES}. Default: as its shape says.")
    private @Nullable Layout layout;

    private @Nullable PreprocessSpec chosen;

    /** All sizes that were asked for. */
    List<Sizes> sizes() {
        return sizes;
    }

    /** Height and width as far as they are known without the model's input; empty if nobody says them. */
    List<Integer> knownSize(ModelFile model) throws IOException {
        PreprocessHints hints =
                asked(new ArrayList<>()).or(known(model, BesideModel.of(model.path()), new ArrayList<>()));
        return hints.height() == null || hints.width() == null ? List.of() : List.of(hints.height(), hints.width());
    }

    /**
     * Brings images into the form that a model takes, and tells which one that is.
     *
     * @throws ParameterException if the model takes no images, or nobody says how they are prepared
     */
    ImageTensorizer tensorizer(ModelFile model) throws IOException {
        requireBatch(model);
        return new ImageTensorizer(preprocess(model, BesideModel.of(model.path())));
    }

    private void requireBatch(ModelFile model) {
        if (model.batchless()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "'" + model.path() + "' takes an image without a batch before it, " + model.inputs()
                            + "; export it with an input [N, 3, H, W]");
        }
    }

    /** The same; a model of CIFAR's size of which nobody says anything is taken for one that learnt from CIFAR. */
    ImageTensorizer usualTensorizer(ModelFile model) throws IOException {
        requireBatch(model);
        BesideModel beside = BesideModel.of(model.path());
        if (beside.hints().mean() == null && model.takesCifar()) {
            beside = new BesideModel(
                    beside.hints().or(PreprocessHints.of(PreprocessSpec.CIFAR)),
                    beside.labels(),
                    beside.activation(),
                    List.of("CIFAR, as the input is 32x32"));
        }
        return new ImageTensorizer(preprocess(model, beside));
    }

    /** The same for a model of which a manifest says how its images are prepared. */
    ImageTensorizer tensorizer(PreprocessSpec known, String source) {
        List<String> sources = new ArrayList<>();
        PreprocessHints asked = asked(sources);
        if (preset != null) {
            sources.add("preset " + preset.label());
            asked = asked.or(preset.hints());
        }
        sources.add(source);
        return new ImageTensorizer(complete(asked.or(PreprocessHints.of(known)), sources));
    }

    /**
     * Chooses, once, and tells what and by whose word.
     *
     * @throws ParameterException as {@link #tensorizer}
     */
    PreprocessSpec preprocess(ModelFile model, BesideModel beside) throws IOException {
        if (chosen == null) {
            chosen = choose(model, beside);
        }
        return chosen;
    }

    private PreprocessSpec choose(ModelFile model, BesideModel beside) throws IOException {
        List<String> sources = new ArrayList<>();
        try {
            PreprocessHints hints =
                    asked(sources).or(PreprocessHints.input(model.imageInput())).or(known(model, beside, sources));
            if (hints.mean() == null && hints.std() == null && model.takesBytes()) {
                sources.add("the input, which takes bytes");
                hints = hints.or(PreprocessPreset.PIXELS.hints());
            }
            requireSize(PreprocessHints.input(model.imageInput()));
            return complete(hints, sources);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "'" + model.path() + "' " + e.getMessage(), e);
        }
    }

    /** ONNX Runtime would tell of dimensions and indices, and not what to do. */
    private void requireSize(PreprocessHints input) {
        Sizes asked = sizes.isEmpty() ? null : sizes.get(0);
        if (asked != null
                && ((input.height() != null && input.height() != asked.height())
                        || (input.width() != null && input.width() != asked.width()))) {
            throw new IllegalArgumentException(
                    "takes images of " + (input.height() == null ? "any" : input.height()) + "x"
                            + (input.width() == null ? "any" : input.width()) + ", not of " + asked.height() + "x"
                            + asked.width()
                            + "; leave --size away");
        }
    }

    private PreprocessSpec complete(PreprocessHints known, List<String> sources) {
        PreprocessHints hints = known;
        if (shorterSide != null && hints.height() != null && hints.width() != null) {
            double share = (double) Math.max(hints.height(), hints.width()) / shorterSide;
            hints = new PreprocessHints(null, null, share, null, null, null, null, null, null).or(hints);
        }
        PreprocessSpec complete = hints.spec();
        spec.commandLine()
                .getOut()
                .println("images: " + complete.text()
                        + (sources.isEmpty() ? "" : "; from " + String.join(", ", sources)));
        return complete;
    }

    /** Numbers on the scale 0 to 255 would make all images alike. */
    private void requireScale() {
        if (mean.stream().anyMatch(m -> m > 1) || std.stream().anyMatch(s -> s > 1)) {
            boolean both = std.stream().anyMatch(s -> s >= 1);
            throw new ParameterException(
                    spec.commandLine(),
                    (mean.isEmpty() ? "" : "--mean " + text(mean, 1) + " ")
                            + (std.isEmpty() ? "" : "--std " + text(std, 1) + " ")
                            + "must be on the scale 0 to 1; of 0 to 255 write"
                            + (mean.isEmpty() ? "" : " --mean " + text(mean, 255))
                            + (both ? " --std " + text(std, 255) : "")
                            + ", which is divided by 255");
        }
    }

    private static String text(List<Float> numbers, int divisor) {
        return numbers.stream()
                .map(number -> new BigDecimal((double) number / divisor, new MathContext(6))
                        .stripTrailingZeros()
                        .toPlainString())
                .collect(Collectors.joining(","));
    }

    private PreprocessHints asked(List<String> sources) {
        requireScale();
        Sizes size = sizes.isEmpty() ? null : sizes.get(0);
        PreprocessHints asked = new PreprocessHints(
                size == null ? null : size.height(),
                size == null ? null : size.width(),
                null,
                interpolation,
                mean.isEmpty() ? null : mean,
                std.isEmpty() ? null : std,
                channels,
                fit,
                layout);
        if (!asked.equals(PreprocessHints.NONE) || shorterSide != null) {
            sources.add("the command line");
        }
        return asked;
    }

    private PreprocessHints known(ModelFile model, BesideModel beside, List<String> sources) throws IOException {
        if (preset != null) {
            sources.add("preset " + preset.label());
            return preset.hints();
        }
        Optional<ModelCard> card = model.card();
        if (card.isPresent()) {
            sources.add("the model's card");
            return PreprocessHints.of(card.get().preprocess());
        }
        sources.addAll(beside.sources());
        return beside.hints();
    }
}
