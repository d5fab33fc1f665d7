package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return ReparamCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar10", "CIFAR10"})
    void filesOfTwoBytes_areNotBelieved(String name) throws IOException {
        List<String> files = List.of(
                "data_batch_1.bin",
                "data_batch_2.bin",
                "data_batch_3.bin",
                "data_batch_4.bin",
                "data_batch_5.bin",
                "test_batch.bin");
        for (String file : files) {
            Files.write(directory.resolve(file), new byte[2]);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/x.tar.gz";
            assertThat(run("data", name, "-o", directory.toString(), "--url", url))
                    .isEqualTo(3);
        } finally {
            server.stop(0);
        }
        assertThat(out.toString())
                .doesNotContain("already in")
                .contains("test_batch.bin' has 2 bytes instead of 30730000");
        assertThat(err.toString()).contains("answers 404");
    }

    @ParameterizedTest
    @CsvSource({
        "cifar, ; did you mean 'cifar10'?",
        "Cifar11, ; did you mean 'cifar10'?",
        "cifar-100, ; did you mean 'cifar100'?",
        "LINE, ; did you mean 'lines'?",
        "mnist, ''"
    })
    void nameThatIsNone_asksForTheNearest(String name, String question) {
        assertThat(run("data", name, "-o", directory.resolve("x").toString(), "--seed", "1"))
                .isEqualTo(2);
        assertThat(err.toString())
                .startsWith("reparam: no data set is called '" + name + "', there are cifar10, cifar100, stl10, lines"
                        + question + "; see");
    }

    @Test
    void lines_inCapitals_areDrawn() {
        assertThat(run("data", "Lines", "-o", directory.resolve("x").toString(), "--train", "2", "--val", "2"))
                .as(err.toString())
                .isZero();
    }
}
