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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedSetFetchTest {
    private static final int CUT = 40_000;

    @TempDir
    Path directory;

    private final byte[] content = new byte[100_000];
    private final List<String> ranges = new ArrayList<>();
    private byte[] archive = new byte[0];
    private boolean breaksOff;
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
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        int from = range == null || !knowsRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        byte[] rest = Arrays.copyOfRange(archive, from, archive.length);
        exchange.sendResponseHeaders(from == 0 ? 200 : 206, rest.length);
        exchange.getResponseBody().write(rest, 0, breaksOff ? CUT : rest.length);
        exchange.close();
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
        URI url = URI.create("http://localhost:" + server.getAddress().getPort() + "/set.tar.gz");
        return new PublishedSet(
                "set", url, archive.length, Sha256.of(archive), List.of("one.bin", "two.bin"), "no licence");
    }

    private boolean fetch(PublishedSet set) {
        try {
            return new PublishedSetFetch(done -> assertThat(done).isBetween(0.0, 1.0)).into(directory, set);
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
        URI gone = URI.create("http://localhost:" + server.getAddress().getPort() + "/nothing.tar.gz");
        assertThatThrownBy(() -> fetch(set().from(gone)))
                .hasMessageContaining("answers 404; --url names another place");
    }

    @Test
    void archiveThatLacksAFile_isNamed() throws IOException {
        archive = tar("set/one.bin");
        assertThatThrownBy(() -> fetch(set())).hasMessageContaining("lacks two.bin");
    }

    @Test
    void unknownName_listsWhatThereIs() {
        assertThatThrownBy(() -> PublishedSet.named("mnist"))
                .hasMessage("no data set is called 'mnist'; there are cifar10, cifar100, stl10");
    }
}
