package io.reparam.data.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reparam.artifact.Sha256;
import io.reparam.data.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PublishedSetFetchTest {
    private static final int CUT = 40_000;

    @TempDir
    Path directory;

    private final byte[] content = new byte[100_000];
    private final List<String> ranges = new ArrayList<>();
    private byte[] archive = new byte[0];
    private final List<String> notes = new ArrayList<>();
    private final List<Double> progress = new ArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final Map<String, String> environment = new HashMap<>();
    private boolean breaksOff;
    private boolean stalls;
    private Duration patience = Duration.ofSeconds(60);
    private boolean knowsRanges = true;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        new Random(1).nextBytes(content);
        archive = tar("set/one.bin", "set/left.bin", "set/two.bin");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/set.tar.gz", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
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
    private URI answer(String path, int code, long length, byte[] body, String... header) {
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

    private URI url(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    private Path part() {
        return directory.resolve("set.tar.gz.part");
    }

    private byte[] tar(String... names) throws IOException {
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

    private PublishedSet set() {
        List<PublishedFile> files = Stream.of("one.bin", "two.bin")
                .map(name -> PublishedFile.records(name, 100, content.length / 100))
                .toList();
        return new PublishedSet("set", url("/set.tar.gz"), archive.length, Sha256.of(archive), files, "no licence");
    }

    private boolean fetch(PublishedSet set) {
        try {
            return new PublishedSetFetch(environment, patience, new PublishedSetFetch.Listener() {
                        @Override
                        public void onProgress(double done) {
                            assertThat(done).isBetween(0.0, 1.0);
                            progress.add(done);
                        }

                        @Override
                        public void onNote(String note) {
                            notes.add(note);
                        }
                    })
                    .into(directory, set);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void fetch_leavesTheWantedFilesAlone_andDoesItOnce() {
        assertThat(fetch(set())).isTrue();
        assertThat(directory.resolve("one.bin")).hasBinaryContent(content);
        assertThat(directory.resolve("two.bin")).hasBinaryContent(content);
        assertThat(directory).isDirectoryNotContaining(file -> !file.toString().matches(".*(one|two).bin"));
        assertThat(fetch(set())).isFalse();
        assertThat(ranges).hasSize(1);
    }

    @Test
    void downloadThatBrokeOff_goesOnWhereItStopped() throws IOException {
        breaksOff = true;
        assertThatThrownBy(() -> fetch(set())).hasMessageContaining("the same command goes on from there");
        long have = Files.size(directory.resolve("set.tar.gz.part"));
        assertThat(have).isPositive();
        breaksOff = false;
        assertThat(fetch(set())).isTrue();
        assertThat(ranges).containsExactly("null", "bytes=" + have + "-");
        assertThat(progress).contains((double) have / archive.length);
        assertThat(notes).isEmpty();
        assertThat(directory.resolve("two.bin")).hasBinaryContent(content);
    }

    @Test
    void serverWithoutRanges_startsAgain() {
        breaksOff = true;
        assertThatThrownBy(() -> fetch(set())).isInstanceOf(UncheckedIOException.class);
        breaksOff = false;
        knowsRanges = false;
        assertThat(fetch(set())).isTrue();
        assertThat(directory.resolve("one.bin")).hasBinaryContent(content);
    }

    @Test
    void otherBytes_areRefused_andRemoved() {
        PublishedSet published = set();
        archive[500] ^= 1;
        assertThatThrownBy(() -> fetch(published))
                .hasCauseInstanceOf(DataException.class)
                .hasMessageContaining("not " + published.sha256());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @Timeout(60)
    void serverThatStalls_isLeft_andWhatCameStays() throws IOException {
        stalls = true;
        patience = Duration.ofSeconds(1);
        assertThatThrownBy(() -> fetch(set()))
                .hasMessageContaining("the server sent nothing for 1 s; the same command goes on from there");
        assertThat(archive).startsWith(Files.readAllBytes(part()));
    }

    @Test
    void errorPage_isRefused_andLeavesAnEarlierPartAlone() throws IOException {
        byte[] page = "please log in".getBytes(StandardCharsets.UTF_8);
        URI known = answer("/page", 200, page.length, page);
        assertThatThrownBy(() -> fetch(set().from(known)))
                .hasMessageContaining("sends 13 bytes instead of " + archive.length);
        assertThat(directory).isEmptyDirectory();

        URI text = answer("/text", 200, 0, page, "Content-Type", "text/html");
        URI shorter = answer("/short", 200, 0, page);
        Files.write(part(), Arrays.copyOf(archive, CUT));
        for (URI url : List.of(known, text)) {
            assertThatThrownBy(() -> fetch(set().from(url))).hasMessageContaining("nothing of it is kept");
            assertThat(part()).hasBinaryContent(Arrays.copyOf(archive, CUT));
        }
        assertThatThrownBy(() -> fetch(set().from(shorter))).hasMessageContaining("has 13 bytes instead of");
        assertThat(directory).isEmptyDirectory();
        assertThat(fetch(set())).isTrue();
    }

    @Test
    void rangeThatWasNotAskedFor_isRefused_andTheServerThatKeepsToItGoesOn() throws IOException {
        Files.write(part(), Arrays.copyOf(archive, CUT));
        byte[] rest = Arrays.copyOfRange(archive, CUT, archive.length);
        int last = archive.length - 1;
        List<String> wrong = List.of(
                "bytes 0-" + last + "/" + archive.length,
                "bytes " + CUT + "-" + last + "/" + (archive.length + 1),
                "nonsense");
        for (String range : wrong) {
            URI url = answer("/range" + wrong.indexOf(range), 206, rest.length, rest, "Content-Range", range);
            assertThatThrownBy(() -> fetch(set().from(url))).hasMessageContaining("sends '" + range + "' instead of");
        }
        URI past = answer("/past", 416, -1, new byte[0]);
        assertThatThrownBy(() -> fetch(set().from(past))).hasMessageContaining("has not more than " + CUT + " bytes");
        assertThat(fetch(set())).isTrue();
        assertThat(ranges).containsExactly("bytes=" + CUT + "-");
    }

    @Test
    void partOfOtherBytes_isFetchedAgainByTheSameCommand() throws IOException {
        for (int length : List.of(CUT, archive.length, archive.length + 1)) {
            Files.write(part(), new byte[length]);
            assertThat(fetch(set())).isTrue();
            assertThat(notes).hasSize(1);
            assertThat(notes.get(0))
                    .contains("with the " + length + " bytes of an earlier try", "fetched again from the start");
            assertThat(directory.resolve("two.bin")).hasBinaryContent(content);
            Files.delete(directory.resolve("two.bin"));
            notes.clear();
        }
        assertThat(ranges).containsExactly("bytes=" + CUT + "-", "null", "null", "null");
    }

    @Test
    void proxyOfTheEnvironment_isAsked() {
        String property = System.clearProperty("http.proxyHost");
        try {
            environment.put(
                    "http_proxy", "http://localhost:" + server.getAddress().getPort());
            assertThat(fetch(set().from(URI.create("http://nowhere.invalid/set.tar.gz"))))
                    .isTrue();
            environment.put("http_proxy", "http://localhost:1");
            assertThatThrownBy(() -> fetch(other().from(URI.create("http://nowhere.invalid/set.tar.gz"))))
                    .hasMessageContaining("cannot be reached by the proxy localhost:1");
            environment.put("no_proxy", "nowhere.invalid");
            assertThatThrownBy(() -> fetch(other().from(URI.create("http://nowhere.invalid/set.tar.gz"))))
                    .hasMessageContaining("cannot be reached without a proxy (http_proxy, https_proxy and no_proxy");
        } finally {
            if (property != null) {
                System.setProperty("http.proxyHost", property);
            }
        }
    }

    /** A set that is not there yet. */
    private PublishedSet other() {
        List<PublishedFile> files = List.of(PublishedFile.names("names.txt", 10));
        return new PublishedSet("other", url("/set.tar.gz"), 100, Sha256.of(archive), files, "no licence");
    }

    @Test
    void fileThatIsCutOff_isNamed_andOnlyItIsFetchedAgain() throws IOException {
        fetch(set());
        Files.write(directory.resolve("one.bin"), new byte[2]);
        Path whole = directory.resolve("two.bin");
        Files.write(whole, new byte[content.length]);
        assertThat(fetch(set())).isTrue();
        assertThat(notes)
                .containsExactly("'" + directory.resolve("one.bin") + "' has 2 bytes instead of 100000: it is damaged,"
                        + " and fetched again");
        assertThat(directory.resolve("one.bin")).hasBinaryContent(content);
        assertThat(whole).hasBinaryContent(new byte[content.length]);
    }

    @Test
    void names_areCounted() throws IOException {
        PublishedFile names = PublishedFile.names("names.txt", 2);
        assertThat(names.sizeIn(directory)).isEmpty();
        Files.write(directory.resolve("names.txt"), "cat\r\ndog\r\n\r\ncat".getBytes(StandardCharsets.UTF_8));
        assertThat(names.sizeIn(directory)).hasValue(2);
        Files.write(directory.resolve("names.txt"), new byte[] {(byte) 0xff});
        assertThat(names.sizeIn(directory)).hasValue(1);
    }

    @Test
    void archiveOfOtherBytesAndEmptyFiles_areFetchedAgain() throws IOException {
        Files.writeString(directory.resolve("set.tar.gz"), "junk");
        Files.createFile(directory.resolve("one.bin"));
        Files.createFile(directory.resolve("two.bin"));
        assertThat(fetch(set())).isTrue();
        assertThat(directory.resolve("two.bin")).hasBinaryContent(content);
    }

    @Test
    void addressThatIsNone_isRefused() {
        for (String address : List.of("foo", "file:///etc/passwd", "http:///set.tar.gz")) {
            assertThatThrownBy(() -> set().from(URI.create(address)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is not an address");
        }
    }

    @Test
    void missingArchive_saysWhatToDo() {
        assertThatThrownBy(() -> fetch(set().from(url("/nothing.tar.gz"))))
                .hasMessageContaining("answers 404; --url names another place");
    }

    @Test
    void archiveThatLacksAFile_isNamed() throws IOException {
        archive = tar("set/one.bin");
        assertThatThrownBy(() -> fetch(set())).hasMessageContaining("lacks two.bin");
    }
}
