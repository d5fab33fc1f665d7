package io.reparam.proof;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Facts of a file that a second thread reads meanwhile: without the JVM's second compiler, SHA-256 goes through 40 MB a second.
 */
final class FactsBeside {
    private final FutureTask<FileFacts> task;

    private FactsBeside(FutureTask<FileFacts> task) {
        this.task = task;
    }

    /**
     * @param name what the file is called, or will be
     * @param content where its bytes are now; they must not change before {@link #get()}
     */
    static FactsBeside of(Path name, Path content) {
        FutureTask<FileFacts> task = new FutureTask<>(() -> FileFacts.of(name, content));
        Thread thread = new Thread(task, "checksum");
        thread.setDaemon(true);
        thread.start();
        return new FactsBeside(task);
    }

    /** Waits for them. */
    FileFacts get() throws IOException {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a checksum was made");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
