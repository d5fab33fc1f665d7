package io.reparam.proof;

import io.reparam.fold.FoldListener;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.FoldReport;
import io.reparam.fold.FoldResult;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.StagedModel;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.EquivalenceReport;
import io.reparam.verify.RealImages;
import io.reparam.verify.StartedCheck;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Folds a file into another one, which appears only if it computes the same. */
public final class ProvenFold {
    /** The {@code metadata_props} entry with the SHA-256 of the file that was folded. */
    public static final String SOURCE = "reparam.fold.source";

    private final FoldPipeline pipeline;
    private final EquivalenceCheck check;

    /** What happens with a proof before the folded model gets its name: it can be written down, or throw. */
    @FunctionalInterface
    public interface Witness {
        /**
         * @param original facts of the file that was folded
         * @param folded facts of the file that will appear
         */
        void see(FoldReport report, FileFacts original, FileFacts folded, EquivalenceReport proof) throws IOException;
    }

    public ProvenFold(FoldPipeline pipeline, EquivalenceCheck check) {
        this.pipeline = pipeline;
        this.check = check;
    }

    /**
     * Folds, writes under a temporary name, compares, and renames.
     *
     * @param input the file of the graph
     * @param real also compared on these; null for random images only
     * @param listener hears of each fold
     * @param witness hears of a proof that holds
     * @throws UnprovenException if the folded model differs; there is no output then
     * @throws IOException if the output cannot be written; there is none then
     */
    public Proven run(
            Graph graph, Path input, Path output, @Nullable RealImages real, FoldListener listener, Witness witness)
            throws IOException {
        FactsBeside original = FactsBeside.of(input, input);
        try (StartedCheck started = check.start(input, real, Footprint.isSmall(graph, input))) {
            VariedProof varied = VariedProof.start(graph, pipeline, check, Footprint.beside(graph, input));
            Folded folded = fold(graph, original, output, Footprint.collecting(input, listener));
            try (StagedModel model = folded.model()) {
                FactsBeside candidate = FactsBeside.of(output, model.path());
                Footprint.beforeLoading(model.path());
                EquivalenceReport proof = varied.joinedTo(started.finish(model.path()));
                if (!proof.equivalent()) {
                    throw new UnprovenException(folded.report(), proof);
                }
                witness.see(folded.report(), original.get(), candidate.get(), proof);
                model.publish();
                return new Proven(folded.report(), proof);
            }
        }
    }

    private record Folded(FoldReport report, StagedModel model) {}

    /** A method of its own, so that nobody holds the folded graph while the models are loaded. */
    private Folded fold(Graph graph, FactsBeside original, Path output, FoldListener listener) throws IOException {
        FoldResult result = stamped(pipeline.run(graph, listener), original);
        return new Folded(result.report(), OnnxFile.prepare(result.graph(), output));
    }

    /** Folds without proof; the graph's metadata say of which file it comes. */
    public static FoldResult fold(FoldPipeline pipeline, Graph graph, Path input, FoldListener listener)
            throws IOException {
        FactsBeside original = FactsBeside.of(input, input);
        return stamped(pipeline.run(graph, Footprint.collecting(input, listener)), original);
    }

    private static FoldResult stamped(FoldResult result, FactsBeside original) throws IOException {
        return result.stamped(SOURCE, original.get().sha256().hex());
    }
}
