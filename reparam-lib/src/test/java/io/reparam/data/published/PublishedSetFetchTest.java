package io.reparam.data.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.artifact.Sha256;
import io.reparam.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PublishedSetFetchTest {
    @TempDir
    Path directory;

    private final List<String> notes = new ArrayList<>();

    private final List<Double> progress = new ArrayList<>();

    private final Map<String, String> environment = new HashMap<>();

    private Duration patience = Duration.ofSeconds(60);

    private ArchiveServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new ArchiveServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path part() {
        return directory.resolve("set.tar.gz.part");
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
        assertThat(fetch(server.set())).isTrue();
        assertThat(directory.resolve("one.bin")).hasBinaryContent(server.content);
        assertThat(directory.resolve("two.bin")).hasBinaryContent(server.content);
        assertThat(directory).isDirectoryNotContaining(file -> !file.toString().matches(".*(one|two).bin"));
        assertThat(fetch(server.set())).isFalse();
        assertThat(server.ranges).hasSize(1);
    }

    @Test
    void downloadThatBrokeOff_goesOnWhereItStopped() throws IOException {
        server.breaksOff = true;
        assertThatThrownBy(() -> fetch(server.set())).hasMessageContaining("the same command goes on from there");
        long have = Files.size(directory.resolve("set.tar.gz.part"));
        assertThat(have).isPositive();
        server.breaksOff = false;
        assertThat(fetch(server.set())).isTrue();
        assertThat(server.ranges).containsExactly("null", "bytes=" + have + "-");
        assertThat(progress).contains((double) have / server.archive.length);
        assertThat(notes).isEmpty();
        assertThat(directory.resolve("two.bin")).hasBinaryContent(server.content);
    }

    @Test
    void serverWithoutRanges_startsAgain() {
        server.breaksOff = true;
        assertThatThrownBy(() -> fetch(server.set())).isInstanceOf(UncheckedIOException.class);
        server.breaksOff = false;
        server.knowsRanges = false;
        assertThat(fetch(server.set())).isTrue();
        assertThat(directory.resolve("one.bin")).hasBinaryContent(server.content);
    }

    @Test
    void otherBytes_areRefused_andRemoved() {
        PublishedSet published = server.set();
        server.archive[500] ^= 1;
        assertThatThrownBy(() -> fetch(published))
                .hasCauseInstanceOf(DataException.class)
                .hasMessageContaining("not " + published.sha256());
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    @Timeout(60)
    void serverThatStalls_isLeft_andWhatCameStays() throws IOException {
        server.stalls = true;
        patience = Duration.ofSeconds(1);
        assertThatThrownBy(() -> fetch(server.set()))
                .hasMessageContaining("the server sent nothing for 1 s; the same command goes on from there");
        assertThat(server.archive).startsWith(Files.readAllBytes(part()));
    }

    @Test
    void errorPage_isRefused_andLeavesAnEarlierPartAlone() throws IOException {
        byte[] page = "please log in".getBytes(StandardCharsets.UTF_8);
        URI known = server.answer("/page", 200, page.length, page);
        assertThatThrownBy(() -> fetch(server.set().from(known)))
                .hasMessageContaining("sends 13 bytes instead of " + server.archive.length);
        assertThat(directory).isEmptyDirectory();

        URI text = server.answer("/text", 200, 0, page, "Content-Type", "text/html");
        URI shorter = server.answer("/short", 200, 0, page);
        Files.write(part(), Arrays.copyOf(server.archive, ArchiveServer.CUT));
        for (URI url : List.of(known, text)) {
            assertThatThrownBy(() -> fetch(server.set().from(url))).hasMessageContaining("nothing of it is kept");
            assertThat(part()).hasBinaryContent(Arrays.copyOf(server.archive, ArchiveServer.CUT));
        }
        assertThatThrownBy(() -> fetch(server.set().from(shorter))).hasMessageContaining("has 13 bytes instead of");
        assertThat(directory).isEmptyDirectory();
        assertThat(fetch(server.set())).isTrue();
    }

    @Test
    void rangeThatWasNotAskedFor_isRefused_andTheServerThatKeepsToItGoesOn() throws IOException {
        Files.write(part(), Arrays.copyOf(server.archive, ArchiveServer.CUT));
        byte[] rest = Arrays.copyOfRange(server.archive, ArchiveServer.CUT, server.archive.length);
        int last = server.archive.length - 1;
        List<String> wrong = List.of(
                "bytes 0-" + last + "/" + server.archive.length,
                "bytes " + ArchiveServer.CUT + "-" + last + "/" + (server.archive.length + 1),
                "nonsense");
        for (String range : wrong) {
            URI url = server.answer("/range" + wrong.indexOf(range), 206, rest.length, rest, "Content-Range", range);
            assertThatThrownBy(() -> fetch(server.set().from(url)))
                    .hasMessageContaining("sends '" + range + "' instead of");
        }
        URI past = server.answer("/past", 416, -1, new byte[0]);
        assertThatThrownBy(() -> fetch(server.set().from(past)))
                .hasMessageContaining("has not more than " + ArchiveServer.CUT + " bytes");
        assertThat(fetch(server.set())).isTrue();
        assertThat(server.ranges).containsExactly("bytes=" + ArchiveServer.CUT + "-");
    }

    @Test
    void partOfOtherBytes_isFetchedAgainByTheSameCommand() throws IOException {
        for (int length : List.of(ArchiveServer.CUT, server.archive.length, server.archive.length + 1)) {
            Files.write(part(), new byte[length]);
            assertThat(fetch(server.set())).isTrue();
            assertThat(notes).hasSize(1);
            assertThat(notes.get(0))
                    .contains("with the " + length + " bytes of an earlier try", "fetched again from the start");
            assertThat(directory.resolve("two.bin")).hasBinaryContent(server.content);
            Files.delete(directory.resolve("two.bin"));
            notes.clear();
        }
        assertThat(server.ranges).containsExactly("bytes=" + ArchiveServer.CUT + "-", "null", "null", "null");
    }

    @Test
    void proxyOfTheEnvironment_isAsked() {
        String property = System.clearProperty("http.proxyHost");
        try {
            environment.put("http_proxy", server.url("").toString());
            assertThat(fetch(server.set().from(URI.create("http://nowhere.invalid/set.tar.gz"))))
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
        return new PublishedSet(
                "other", server.url("/set.tar.gz"), 100, Sha256.of(server.archive), files, "no licence");
    }

    @Test
    void fileThatIsCutOff_isNamed_andOnlyItIsFetchedAgain() throws IOException {
        fetch(server.set());
        Files.write(directory.resolve("one.bin"), new byte[2]);
        Path whole = directory.resolve("two.bin");
        Files.write(whole, new byte[server.content.length]);
        assertThat(fetch(server.set())).isTrue();
        assertThat(notes)
                .containsExactly("'" + directory.resolve("one.bin") + "' has 2 bytes instead of 100000: it is damaged,"
                        + " and fetched again");
        assertThat(directory.resolve("one.bin")).hasBinaryContent(server.content);
        assertThat(whole).hasBinaryContent(new byte[server.content.length]);
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
        assertThat(fetch(server.set())).isTrue();
        assertThat(directory.resolve("two.bin")).hasBinaryContent(server.content);
    }

    @Test
    void addressThatIsNone_isRefused() {
        for (String address : List.of("foo", "file:///etc/passwd", "http:///set.tar.gz")) {
            assertThatThrownBy(() -> server.set().from(URI.create(address)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is not an address");
        }
    }

    @Test
    void missingArchive_saysWhatToDo() {
        assertThatThrownBy(() -> fetch(server.set().from(server.url("/nothing.tar.gz"))))
                .hasMessageContaining("answers 404; --url names another place");
    }

    @Test
    void archiveThatLacksAFile_isNamed() throws IOException {
        server.archive = server.tar("set/one.bin");
        assertThatThrownBy(() -> fetch(server.set())).hasMessageContaining("lacks two.bin");
    }
}
