package io.reparam.data.published;

import io.reparam.artifact.Sha256;
import io.reparam.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * Fetches one file over HTTP into a {@code .part} file beside its name, goes on where an earlier try stopped, and gives it its name
 * once its SHA-256 is right.
 */
final class Download {
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final ProxyVariables proxies;
    private final HttpClient client;
    private final Duration patience;
    private final PublishedSetFetch.Listener listener;

    /** @param patience with a server that answers, and then sends nothing */
    Download(ProxyVariables proxies, Duration patience, PublishedSetFetch.Listener listener) {
        this.proxies = proxies;
        client = HttpClient.newBuilder()
                .proxy(proxies)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
        this.patience = patience;
        this.listener = listener;
    }

    /**
     * @param bytes that the whole file has
     * @throws DataException if the server does not have it, or what came is something else; the latter is removed
     * @throws IOException if the connection breaks or stalls; what came stays for the next try
     */
    void to(Path file, URI from, long bytes, Sha256 expected) throws IOException, InterruptedException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        long earlier = Files.exists(part) ? Files.size(part) : 0;
        if (earlier < bytes) {
            earlier = fetch(part, earlier, from, bytes);
        }
        Sha256 actual = Sha256.of(List.of(part));
        if (earlier > 0 && !actual.equals(expected)) {
            listener.onNote("with the " + earlier + " bytes of an earlier try the archive has SHA-256 " + actual
                    + ", not " + expected + "; it is fetched again from the start");
            Files.delete(part);
            fetch(part, 0, from, bytes);
            actual = Sha256.of(List.of(part));
        }
        if (!actual.equals(expected)) {
            long size = Files.size(part);
            Files.delete(part);
            throw new DataException("what " + from + " sent (" + size + " bytes) has SHA-256 " + actual + ", not "
                    + expected + "; it is removed, try again or use another --url");
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** @return bytes of the part that an earlier try has left and that are kept */
    private long fetch(Path part, long have, URI from, long bytes) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(from).timeout(ANSWER);
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response = send(request.build());
        try (BoundedReader body = new BoundedReader(response.body(), patience)) {
            long begin = RangeResponse.begin(response, from, have, bytes);
            copy(body, part, begin, bytes, from);
            return begin;
        }
    }

    private HttpResponse<InputStream> send(HttpRequest request) throws IOException, InterruptedException {
        URI from = request.uri();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e); // of the proxy
        } catch (HttpConnectTimeoutException e) {
            throw unreachable(from, "nobody answers", e);
        } catch (HttpTimeoutException e) {
            throw silent(from, ANSWER, e);
        } catch (IOException e) {
            throw unreachable(from, e.getMessage() == null ? "no connection; is there a network?" : e.toString(), e);
        }
    }

    private IOException unreachable(URI from, String reason, IOException e) {
        return new IOException(
                from + " cannot be reached " + proxies.way(from) + ": " + reason + "; --url names another place", e);
    }

    private static IOException silent(URI from, Duration time, HttpTimeoutException e) {
        return new IOException(
                from + ": the server sent nothing for " + time.toSeconds() + " s; the same command goes on from there",
                e);
    }

    /** What the server breaks off is not to be taken for a disk that is full. */
    private int read(BoundedReader body, byte[] buffer, long done, long bytes, URI source)
            throws IOException, InterruptedException {
        try {
            return body.read(buffer);
        } catch (HttpTimeoutException e) {
            throw silent(source, patience, e);
        } catch (IOException e) {
            throw new IOException(
                    source + " broke off after " + done + " of " + bytes
                            + " bytes; the same command goes on from there",
                    e);
        }
    }

    private void copy(BoundedReader body, Path part, long from, long bytes, URI source)
            throws IOException, InterruptedException {
        long done = from;
        listener.onProgress((double) done / bytes);
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out =
                from > 0 ? Files.newOutputStream(part, StandardOpenOption.APPEND) : Files.newOutputStream(part)) {
            for (int n = read(body, buffer, done, bytes, source); n >= 0; n = read(body, buffer, done, bytes, source)) {
                done += n;
                if (done > bytes) {
                    break; // something else, as the checksum will say
                }
                out.write(buffer, 0, n);
                listener.onProgress((double) done / bytes);
            }
        }
        if (done < bytes && from == 0) {
            // an end by the rules, where no length was told before: not a break but something else
            Files.delete(part);
            throw new DataException(source + " has " + done + " bytes instead of " + bytes
                    + "; nothing of it is kept, try again or use another --url");
        }
        if (done < bytes) {
            throw new IOException(
                    source + " ended after " + done + " of " + bytes + " bytes; the same command goes on from there");
        }
    }
}
