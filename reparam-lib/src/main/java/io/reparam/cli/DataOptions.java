package io.reparam.cli;

import io.reparam.data.Augmentation;
import io.reparam.data.ImageSize;
import io.reparam.image.Fit;
import io.reparam.train.DataPlan;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What a net learns from: options of {@code train}. */
final class DataOptions {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description =
                    "CIFAR-10, CIFAR-100 or STL-10 in their binary form, or train/CLASS/* and val/CLASS/* images.")
    private Path directory;

    @Option(
            names = "--image-size",
            defaultValue = "0",
            paramLabel = "PIXELS",
            description =
                    "What the net sees: the side of a square, or height and width as 48x192; 0: 32 for CIFAR, 96 for"
                            + " STL-10, 224 for folders.")
    private String imageSize;

    @Option(
            names = "--fit",
            defaultValue = "crop",
            description =
                    "How an image becomes that. crop: a random window while training, mirrored at random; else the"
                            + " centre. stretch, pad: all of it, as it is: for lines of text. Default: ${DEFAULT-VALUE}.")
    private Fit fit;

    @Option(
            names = "--validation",
            defaultValue = "0",
            paramLabel = "SHARE",
            description =
                    "Share of the training images of each class that is held back to choose the best epoch; 0: the last epoch counts."
                            + " The test images choose nothing. Default: ${DEFAULT-VALUE}.")
    private double validation;

    @Option(
            names = "--mixup",
            defaultValue = "0",
            paramLabel = "ALPHA",
            description = "Default: ${DEFAULT-VALUE}, off.")
    private double mixup;

    @Option(
            names = "--label-smoothing",
            defaultValue = "0",
            paramLabel = "SHARE",
            description = "Default: ${DEFAULT-VALUE}, off.")
    private double labelSmoothing;

    @Option(
            names = "--erasing",
            defaultValue = "0",
            paramLabel = "PROBABILITY",
            description = "Of a rectangle set to the mean. Default: ${DEFAULT-VALUE}, off.")
    private double erasing;

    Path directory() {
        return directory;
    }

    /** @throws IllegalArgumentException if a number is out of range */
    DataPlan plan() {
        return new DataPlan(ImageSize.of(imageSize), fit, validation, new Augmentation(mixup, labelSmoothing, erasing));
    }
}
