package io.reparam.cli;

import io.reparam.data.ImageSize;
import io.reparam.export.OnnxExporter;
import io.reparam.fold.RandomStatistics;
import io.reparam.graph.Graph;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A net that nobody has trained: options of {@code export}. */
final class UntrainedOptions {
    @Mixin
    private NetOptions net;

    @Option(names = "--classes", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
    private int classes;

    @Option(
            names = "--image-size",
            defaultValue = "32",
            paramLabel = "PIXELS",
            description = "What the net sees: the side of a square, or height and width as 48x192. Default:"
                    + " ${DEFAULT-VALUE}.")
    private String imageSize;

    @Option(names = "--seed", defaultValue = "1", description = "Of its weights. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--random-statistics",
            description =
                    "Draw mean, variance, gamma and beta of its BatchNormalizations, too: 0, 1, 1 and 0 would hide a"
                            + " fold that forgets one of them.")
    private boolean randomStatistics;

    /** @throws IllegalArgumentException if there is no such net, or it has no BatchNormalization for random statistics */
    Graph export() {
        ImageSize size = ImageSize.of(imageSize);
        Graph graph = OnnxExporter.untrained(net.plan(), classes, size.height(), size.width(), seed);
        return randomStatistics
                ? RandomStatistics.of(graph, seed)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "the net has no BatchNormalization; leave --random-statistics away"))
                : graph;
    }
}
