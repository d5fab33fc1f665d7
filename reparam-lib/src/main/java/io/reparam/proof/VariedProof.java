package io.reparam.proof;

import io.reparam.fold.FoldListener;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.RandomStatistics;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.ort.OrtModelException;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.EquivalenceReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * The same folds on the same net with other BatchNormalization statistics, folded and compared on a second thread while the net
 * itself is, or before it if it is large. What verifies sees two models only, so the statistics must be changed before the fold.
 */
final class VariedProof {
    /** Other weights are asked for, not other images: batches of one and of two where it is free. */
    private static final int IMAGES = 3;

    static final String SAMPLES = "random BN statistics, random";

    /** Of nothing where the net has no such statistics. */
    private final CompletableFuture<Optional<EquivalenceReport>> report;

    private VariedProof(CompletableFuture<Optional<EquivalenceReport>> report) {
        this.report = report;
    }

    /** @param thread where it runs: in the caller's own, all is done when this returns */
    static VariedProof start(Graph source, FoldPipeline pipeline, EquivalenceCheck check, Executor thread) {
        Graph own = source.copy(); // no graph is for two threads
        return new VariedProof(CompletableFuture.supplyAsync(
                () -> RandomStatistics.of(own, check.plan().seed())
                        .map(varied -> run(varied, pipeline, check.onlyJudged(IMAGES))),
                thread));
    }

    /** Through files, for a model and its weights may be more than one message can hold. */
    private static EquivalenceReport run(Graph varied, FoldPipeline pipeline, EquivalenceCheck check) {
        try {
            Path directory = Files.createTempDirectory("reparam-proof");
            try {
                Path original = directory.resolve("original.onnx");
                Path folded = directory.resolve("folded.onnx");
                OnnxFile.write(varied, original);
                FoldListener listener = Footprint.collecting(original, FoldListener.NONE);
                OnnxFile.write(pipeline.folded(varied, listener), folded);
                Footprint.beforeLoading(folded);
                return check.run(original, folded, null);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    /**
     * Waits for the result and puts it beside that of the net itself. A varied net that answers with no finite numbers, or with
     * others when its inputs move by one rounding step, says nothing.
     */
    EquivalenceReport joinedTo(EquivalenceReport own) throws IOException {
        try {
            return report.join()
                    .filter(EquivalenceReport::steady)
                    .map(other -> own.vetoedBy(SAMPLES, other))
                    .orElse(own);
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException io) {
                throw io.getCause();
            }
            if (e.getCause() instanceof OrtModelException) {
                return own; // a net that nobody made does not load, and tells nothing
            }
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause; // such as a heap that is too small
            }
            throw e;
        }
    }
}
