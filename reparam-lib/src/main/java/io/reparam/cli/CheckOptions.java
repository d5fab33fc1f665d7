package io.reparam.cli;

import io.reparam.data.DataSets;
import io.reparam.proof.StandardTolerance;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.RealImages;
import io.reparam.verify.Tolerance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How two models are compared; the same for {@code verify} and {@code fold}. */
final class CheckOptions {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--images",
            paramLabel = "PATH",
            description = "Also compare on these: all image files in and below a directory, one such file, a directory"
                    + " with a data set's test images, or a CIFAR-10 binary file. At most --count of them, evenly"
                    + " spread; unreadable ones are passed over and counted.")
    private @Nullable Path images;

    @Mixin
    private PixelOptions pixels;

    @Option(
            names = "--tolerance",
            paramLabel = "T",
            description =
                    "Largest max |difference| / max |reference|; default 1e-5, and 5e-3 where inputs, outputs or weights"
                            + " have 16 bits. Top-1 must be equal too. Where rounding adds up to more, each part of the net is"
                            + " held against it.")
    private @Nullable Double tolerance;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of the random images; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--shape",
            paramLabel = "NAME=N,C,H,W",
            converter = InputShape.Converter.class,
            description = "Shape of one input, whatever it declares; may be given once for each input.")
    private List<InputShape> shapes = List.of();

    @Option(
            names = "--proof-time",
            paramLabel = "SECONDS",
            defaultValue = "45",
            description = "Time after which the comparison ends undecided; default ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--ring",
            paramLabel = "W",
            defaultValue = "3",
            description = "Width of the border of feature maps that is reported apart from the interior; default"
                    + " ${DEFAULT-VALUE}.")
    private int ring;

    /** @param count of images */
    CheckPlan plan(int count) {
        try {
            CheckPlan plan =
                    CheckPlan.of(count, seed).withRing(ring).within(seconds).withShapes(InputShape.byName(shapes));
            return pixels.sizes().isEmpty()
                    ? plan
                    : plan.withSizes(pixels.sizes().stream().map(Sizes::values).toList());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    Tolerance tolerance(ModelFile original) {
        try {
            return new Tolerance(tolerance == null ? StandardTolerance.of(original.graph()) : tolerance, true);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Where real images are; null if none are asked for. */
    @Nullable
    Path images() {
        return images;
    }

    /** Null if none are asked for. */
    @Nullable
    RealImages real(ModelFile original) throws IOException {
        if (images == null) {
            return null;
        }
        try {
            return new RealImages(DataSets.images(images), pixels.usualTensorizer(original));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
