package io.reparam.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A complete model under a temporary name, its weights beside it where they are in a file of their own. It gets its name by
 * {@link #publish}, or is gone when this is closed. It holds no graph, so that somebody can load it who has no memory for two.
 * For one thread.
 */
public final class StagedModel implements AutoCloseable {
    private final AtomicFile file;
    private final @Nullable Path weights;
    private boolean published;

    /** @param weights its other file, which has its name already; null if there is none */
    StagedModel(AtomicFile file, @Nullable Path weights) {
        this.file = file;
        this.weights = weights;
    }

    /** Where it is now. */
    public Path path() {
        return file.temporary();
    }

    /** Gives it its name. @throws IOException if that cannot be; whatever stood there is as it was */
    public void publish() throws IOException {
        file.publish();
        published = true;
    }

    @Override
    public void close() throws IOException {
        file.close();
        if (!published && weights != null) {
            Files.deleteIfExists(weights);
        }
    }
}
