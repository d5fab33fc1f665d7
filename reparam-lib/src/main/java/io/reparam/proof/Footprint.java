package io.reparam.proof;

import io.reparam.fold.FoldListener;
import io.reparam.graph.Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/** What is done differently for models whose copies in memory count. */
final class Footprint {
    private static final long LARGE = 64L << 20; // bytes of a file
    private static final long SMALL = 32L << 20; // bytes of a file and of weights beside it
    private static final long PILE = 128L << 20; // bytes on the heap that folds may leave behind

    private Footprint() {}

    /** Whether a model may be in ONNX Runtime's memory while it is folded. */
    static boolean isSmall(Graph graph, Path model) throws IOException {
        return bytes(graph, model) <= SMALL;
    }

    /** Where a second proof runs: beside the first one, or before it, so that only one of them has its models in memory. */
    static Executor beside(Graph graph, Path model) throws IOException {
        return bytes(graph, model) > LARGE ? Runnable::run : ForkJoinPool.commonPool();
    }

    /** Of a model; weights in other files as if they were float32. */
    private static long bytes(Graph graph, Path model) throws IOException {
        return Math.max(Files.size(model), Float.BYTES * graph.parameters());
    }

    /** Gives back what folding a large model has left on the heap: ONNX Runtime's copies are not seen by the collector. */
    static void beforeLoading(Path model) throws IOException {
        if (Files.size(model) > LARGE) {
            System.gc();
        }
    }

    /**
     * Collects, while a large model is folded, what folds leave behind: G1 has let arrays of 75 MB pile up to the largest heap.
     *
     * @param next also hears of each fold
     */
    static FoldListener collecting(Path model, FoldListener next) throws IOException {
        if (Files.size(model) <= LARGE) {
            return next;
        }
        long[] kept = {used()};
        return (fold, graph) -> {
            if (used() > kept[0] + PILE) {
                System.gc();
                kept[0] = used();
            }
            next.folded(fold, graph);
        };
    }

    private static long used() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
