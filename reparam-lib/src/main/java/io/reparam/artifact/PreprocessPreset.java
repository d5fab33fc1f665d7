package io.reparam.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.reparam.image.ChannelOrder;
import io.reparam.image.Fit;
import io.reparam.image.Interpolation;
import io.reparam.image.PreprocessSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Preprocessing that many nets share. */
public enum PreprocessPreset {
    /** torchvision's classifiers and most of timm's; PaddleClas'. */
    IMAGENET(224, 0.875, Interpolation.BILINEAR, imagenetMean(), imagenetStd(), ChannelOrder.RGB, Fit.CROP),
    /** Values from -1 to 1: Inception, TensorFlow's MobileNets, most vision transformers of Google. */
    INCEPTION(299, 0.875, Interpolation.BICUBIC, List.of(0.5f), List.of(0.5f), ChannelOrder.RGB, Fit.CROP),
    /** OpenAI's CLIP and what was trained like it. */
    CLIP(
            224,
            1,
            Interpolation.BICUBIC,
            List.of(0.48145466f, 0.4578275f, 0.40821073f),
            List.of(0.26862954f, 0.26130258f, 0.27577711f),
            ChannelOrder.RGB,
            Fit.CROP),
    /** PaddleOCR's recognisers and direction classifiers: lines of text, padded at the right. */
    PADDLE_OCR(0, 1, Interpolation.BILINEAR, List.of(0.5f), List.of(0.5f), ChannelOrder.BGR, Fit.PAD),
    /** PaddleOCR's detectors: ImageNet's mean and deviation, but blue first. */
    PADDLE_DET(0, 1, Interpolation.BILINEAR, imagenetMean(), imagenetStd(), ChannelOrder.BGR, Fit.STRETCH),
    /** Caffe's and Keras' ResNet and VGG: blue first, values to 255 without their mean. */
    CAFFE(
            224,
            0.875,
            Interpolation.BILINEAR,
            List.of(103.939f / 255, 116.779f / 255, 123.68f / 255),
            List.of(1 / 255f),
            ChannelOrder.BGR,
            Fit.CROP),
    /** Values from 0 to 1. */
    UNIT(0, 1, Interpolation.BILINEAR, List.of(0f), List.of(1f), ChannelOrder.RGB, Fit.CROP),
    /** Values from 0 to 255: nets that have their normalisation inside, such as Keras' EfficientNet. */
    PIXELS(0, 1, Interpolation.BILINEAR, List.of(0f), List.of(1 / 255f), ChannelOrder.RGB, Fit.CROP),
    CIFAR(
            32,
            1,
            Interpolation.BILINEAR,
            PreprocessSpec.CIFAR.mean(),
            PreprocessSpec.CIFAR.std(),
            ChannelOrder.RGB,
            Fit.CROP),
    MNIST(28, 1, Interpolation.BILINEAR, List.of(0.1307f), List.of(0.3081f), ChannelOrder.GRAY, Fit.STRETCH);

    private final PreprocessHints hints;

    /** @param side of the square that such nets usually take; 0 where none is usual */
    PreprocessPreset(
            int side,
            double cropShare,
            Interpolation interpolation,
            List<Float> mean,
            List<Float> std,
            ChannelOrder channels,
            Fit fit) {
        Integer usual = side == 0 ? null : side;
        hints = new PreprocessHints(usual, usual, cropShare, interpolation, mean, std, channels, fit, null);
    }

    public PreprocessHints hints() {
        return hints;
    }

    /** As options and manifests write it, such as {@code paddle-ocr}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All labels, for messages. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(PreprocessPreset::label).toList();
    }

    /** @throws IllegalArgumentException naming what there is */
    @JsonCreator
    public static PreprocessPreset of(String label) {
        String wanted = label.toLowerCase(Locale.ROOT).replace('_', '-');
        return Arrays.stream(values())
                .filter(preset -> preset.label().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "preprocess '" + label + "' is not one of " + String.join(", ", labels())));
    }

    private static List<Float> imagenetMean() {
        return List.of(0.485f, 0.456f, 0.406f);
    }

    private static List<Float> imagenetStd() {
        return List.of(0.229f, 0.224f, 0.225f);
    }
}
