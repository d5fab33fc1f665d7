package io.reparam.cli;

import io.reparam.data.lines.LineSet;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What lines are drawn: options of {@code data lines}. */
final class LineOptions {
    @Option(names = "--seed", defaultValue = "1", description = "Of all that is drawn. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--train",
            defaultValue = "8000",
            paramLabel = "COUNT",
            description = "Lines to learn from. Default: ${DEFAULT-VALUE}.")
    private int training = 8000;

    @Option(
            names = "--val",
            defaultValue = "2000",
            paramLabel = "COUNT",
            description =
                    "Lines to be measured on, in other fonts and on other photographs. Default: ${DEFAULT-VALUE}.")
    private int validation = 2000;

    @Option(
            names = "--fonts",
            paramLabel = "DIR",
            description = "With .ttf files, instead of the 24 built-in fonts; of three families one is held out.")
    private @Nullable Path fonts;

    @Option(
            names = "--backgrounds",
            paramLabel = "DIR",
            description = "With photographs that four of ten lines are written on; a quarter of them is held out.")
    private @Nullable Path photographs;

    @Option(
            names = "--latin",
            description = "Latin letters only; else three of ten lines are of another script or digits.")
    private boolean latin;

    @Option(
            names = "--dark",
            description = "Letters always darker than their ground, as in print; else half are lighter: harder.")
    private boolean dark;

    /** @throws IllegalArgumentException if a class would have no image */
    LineSet set() {
        return new LineSet(seed, training, validation, fonts, photographs, latin, dark);
    }
}
