package io.reparam.data.published;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reparam.artifact.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Serves an archive of three files over HTTP, whole or with faults. */
final class ArchiveServer implements AutoCloseable {
    /** Bytes that are sent before it breaks off or stalls. */
    static final int CUT = 40_000;

    final byte[] content = new byte[100_000];
    final List<String> ranges = new ArrayList<>();
    byte[] archive = new byte[0];
    private final CountDownLatch over = new CountDownLatch(1);
    boolean breaksOff;
    boolean stalls;
    boolean knowsRanges = true;
    private final HttpServer server;

    ArchiveServer() throws IOException {
        new Random(1).nextBytes(content);
        archive = tar("set/one.bin", "set/left.bin", "set/two.bin");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/set.tar.gz", this::answer);
        server.start();
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        int from = range == null || !knowsRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        byte[] rest = Arrays.copyOfRange(archive, from, archive.length);
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (archive.length - 1) + "/" + archive.length);
        }
        exchange.sendResponseHeaders(from == 0 ? 200 : 206, rest.length);
        exchange.getResponseBody().write(rest, 0, breaksOff || stalls ? CUT : rest.length);
        if (stalls) {
            exchange.getResponseBody().flush();
            awaitTheEnd();
        }
        exchange.close();
    }

    private void awaitTheEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another file of the same server. */
    URI answer(String path, int code, long length, byte[] body, String... header) {
        server.createContext(path, exchange -> {
            if (header.length > 0) {
                exchange.getResponseHeaders().set(header[0], header[1]);
            }
            exchange.sendResponseHeaders(code, length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        return url(path);
    }

    URI url(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    byte[] tar(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            for (String name : names) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    PublishedSet set() {
        List<PublishedFile> files = Stream.of("one.bin", "two.bin")
                .map(name -> PublishedFile.records(name, 100, content.length / 100))
                .toList();
        return new PublishedSet("set", url("/set.tar.gz"), archive.length, Sha256.of(archive), files, "no licence");
    }
}
