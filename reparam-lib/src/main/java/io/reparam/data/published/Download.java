package io.reparam.data.published;

import io.reparam.artifact.Sha256;
import io.reparam.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * Fetches one file over HTTP into a {@code .part} file beside its name, goes on where an earlier try stopped, and gives it its name
 * once its SHA-256 is right.
 */
final class Download {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int PAST_THE_END = 416;

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(20))
            .build();
    private final DoubleConsumer progress;

    /** @param progress hears the part done, 0 to 1 */
    Download(DoubleConsumer progress) {
        this.progress = progress;
    }

    /**
     * @param bytes that the whole file has
     * @throws DataException if the server does not have it, or what came is something else; the latter is removed
     * @throws IOException if the connection breaks; what came stays for the next try
     */
    void to(Path file, URI from, long bytes, Sha256 expected) throws IOException, InterruptedException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        long have = Files.exists(part) ? Files.size(part) : 0;
        if (have < bytes) {
            fetch(part, have, from, bytes);
        }
        Sha256 actual = Sha256.of(List.of(part));
        if (!actual.equals(expected)) {
            long size = Files.size(part);
            Files.delete(part);
            throw new DataException("what " + from + " sent (" + size + " bytes) has SHA-256 " + actual + ", not "
                    + expected + "; it is removed, try again or use another --url");
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void fetch(Path part, long have, URI from, long bytes) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(from).timeout(Duration.ofSeconds(60));
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        HttpResponse<InputStream> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            String reason = e.getMessage() == null ? "no connection; is there a network, or a proxy?" : e.toString();
            throw new IOException(from + " cannot be reached: " + reason + "; --url names another place", e);
        }
        try (InputStream body = response.body()) {
            switch (response.statusCode()) {
                case PARTIAL -> copy(body, part, have, bytes, from);
                case OK -> copy(body, part, 0, bytes, from);
                case PAST_THE_END -> {
                    Files.delete(part);
                    throw new DataException(from + " has fewer bytes than were fetched before; try again");
                }
                default ->
                    throw new DataException(from + " answers " + response.statusCode() + "; --url names another place");
            }
        }
    }

    /** What the server breaks off is not to be taken for a disk that is full. */
    private static int read(InputStream body, byte[] buffer, long done, long bytes, URI source) throws IOException {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw new IOException(
                    source + " broke off after " + done + " of " + bytes
                            + " bytes; the same command goes on from there",
                    e);
        }
    }

    private void copy(InputStream body, Path part, long from, long bytes, URI source) throws IOException {
        long done = from;
        byte[] buffer = new byte[1 << 16];
        try (OutputStream out =
                from > 0 ? Files.newOutputStream(part, StandardOpenOption.APPEND) : Files.newOutputStream(part)) {
            for (int n = read(body, buffer, done, bytes, source); n >= 0; n = read(body, buffer, done, bytes, source)) {
                done += n;
                if (done > bytes) {
                    break; // something else, as the checksum will say
                }
                out.write(buffer, 0, n);
                progress.accept((double) done / bytes);
            }
        }
        if (done < bytes) {
            throw new IOException(
                    source + " ended after " + done + " of " + bytes + " bytes; the same command goes on from there");
        }
    }
}
