package io.reparam.data.published;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads a stream that may stall: {@link java.net.http.HttpClient} itself waits for ever once the headers are here. One thread calls
 * it.
 */
final class BoundedReader implements AutoCloseable {
    private final InputStream in;
    private final Duration patience;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread reader = new Thread(work, "download");
        reader.setDaemon(true);
        return reader;
    });

    BoundedReader(InputStream in, Duration patience) {
        this.in = in;
        this.patience = patience;
    }

    /**
     * @return bytes put into the buffer, -1 at the end
     * @throws HttpTimeoutException if none came for as long as the patience lasts
     */
    int read(byte[] buffer) throws IOException, InterruptedException {
        try {
            return thread.submit(() -> in.read(buffer)).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("nothing came");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    /** Wakes a read that still waits, too. */
    @Override
    public void close() throws IOException {
        thread.shutdown();
        in.close();
    }
}
