package io.reparam.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/** What is done differently for models whose copies in memory count. */
final class Footprint {
    private static final long LARGE = 128L << 20; // bytes of a file

    private Footprint() {}

    /** Where a second proof runs: beside the first one, or before it, so that only one of them has its models in memory. */
    static Executor beside(Path model) throws IOException {
        return Files.size(model) > LARGE ? Runnable::run : ForkJoinPool.commonPool();
    }

    /** Gives back what folding a large model has left on the heap: ONNX Runtime's copies are not seen by the collector. */
    static void beforeLoading(Path model) throws IOException {
        if (Files.size(model) > LARGE) {
            System.gc();
        }
    }
}
