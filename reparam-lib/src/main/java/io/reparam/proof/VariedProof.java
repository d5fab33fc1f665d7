package io.reparam.proof;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.RandomStatistics;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.EquivalenceReport;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The same folds on the same net with other BatchNormalization statistics, folded and compared on a second thread while the net
 * itself is. What verifies sees two models only, so the statistics must be changed before the fold.
 */
final class VariedProof {
    static final String SAMPLES = "random BN statistics, random";

    private final Optional<CompletableFuture<EquivalenceReport>> report;

    private VariedProof(Optional<CompletableFuture<EquivalenceReport>> report) {
        this.report = report;
    }

    static VariedProof start(Graph source, FoldPipeline pipeline, EquivalenceCheck check) {
        Optional<Graph> varied = RandomStatistics.of(source, check.plan().seed());
        return new VariedProof(varied.map(graph -> CompletableFuture.supplyAsync(() -> check.silent()
                .run(OnnxFile.bytes(graph), OnnxFile.bytes(pipeline.run(graph).graph()), null))));
    }

    /** Waits for the result and puts it beside that of the net itself. */
    EquivalenceReport joinedTo(EquivalenceReport own) {
        try {
            return report.map(future -> own.and(SAMPLES, future.join().exceptRounding()))
                    .orElse(own);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }
}
