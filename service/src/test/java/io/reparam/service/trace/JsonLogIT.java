package io.reparam.service.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.service.GrpcCaller;
import io.reparam.service.HttpCaller;
import io.reparam.service.SampleImages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log of the service as a process of its own, which ends it. */
class JsonLogIT {
    private static final Path JAR = Path.of("target", "service.jar");
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FORGED = "2026-01-01T00:00:00.000Z ERROR forged";

    @Test
    void ecs_everyLineIsJson_andNamesTheRequest() throws IOException, InterruptedException {
        List<String> log = log("--logging.structured.format.console=ecs", (rest, grpc) -> {
            rest.postWith(
                    Map.of("X-Request-Id", "over-rest"),
                    "/v1/classify",
                    SampleImages.first().png());
            new ClassifyCall(grpc, Map.of("x-request-id", "over-grpc"))
                    .classify(SampleImages.first().png());
        });
        List<JsonNode> lines = log.stream().map(JSON::readTree).toList();
        assertThat(lines).allSatisfy(line -> assertThat(line.isObject()).isTrue());
        assertThat(message(lines, "over-rest")).matches("'POST' '/v1/classify': 200 after \\d+ us");
        assertThat(message(lines, "over-grpc")).matches("reparam.v1.ImageClassifier/Classify: OK after \\d+ us");
    }

    /** Whatever of a request reaches the log, it begins no line. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--logging.structured.format.console=ecs",
                "--logging.structured.format.console=logstash",
                "--plain"
            })
    void hostileRequests_beginNoLineOfTheirOwn(String format) throws IOException, InterruptedException {
        List<String> log = log(format, (rest, grpc) -> {
            raw(
                    rest,
                    "GET /v1/%0d%0a" + FORGED.replace(" ", "%20")
                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            raw(
                    rest,
                    "GET /v1/models?x=%0a" + FORGED.replace(" ", "%20")
                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Request-Id: a\u000b\u001b[2J\r\n "
                            + FORGED + "\r\n\r\n");
            raw(rest, FORGED + "\n" + FORGED + "\r\n\r\n");
            raw(rest, "GET / HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\n" + FORGED + "\r\nConnection: close\r\n\r\n");
            rest.postWith(Map.of(), "/v1/classify?model=%0D%0A" + FORGED.replace(" ", "%20"), new byte[1]);
            rest.postForm("/v1/classify", "a%0A" + FORGED, new byte[1]);
            rest.post("/v1/classify", new byte[1], "multipart/form-data; boundary=" + FORGED);
        });
        assertThat(log)
                .noneMatch(line -> line.stripLeading().startsWith(FORGED))
                .noneMatch(line -> line.contains("\u001b"));
        assertThat(log).filteredOn(line -> line.contains("/v1/classify")).hasSizeGreaterThanOrEqualTo(3);
    }

    private interface Work {
        void with(HttpCaller rest, GrpcCaller grpc) throws IOException;
    }

    private static List<String> log(String format, Work work) throws IOException, InterruptedException {
        int rest = freePort();
        int grpc = freePort();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        JAR.toAbsolutePath().toString(),
                        "--server.port=" + rest,
                        "--management.server.port=0",
                        "--spring.grpc.server.port=" + grpc,
                        "--logging.level.io.reparam.service.trace=debug",
                        format)
                .redirectErrorStream(true)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader log =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = log.readLine();
            while (line != null && !line.contains("Started ServiceApplication")) {
                lines.add(line);
                line = log.readLine();
            }
            work.with(new HttpCaller(rest), new GrpcCaller(grpc));
            process.toHandle().destroy(); // Process.destroy would close the log with its last lines
            log.lines().forEach(lines::add);
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
        return lines;
    }

    private static String message(List<JsonNode> lines, String id) {
        return lines.stream()
                .filter(line -> line.path("requestId").asString("").equals(id))
                .map(line -> line.get("message").asString())
                .findFirst()
                .orElse("no line has the id " + id);
    }

    /** Sends it as it is and waits for the end of the answer. */
    private static void raw(HttpCaller rest, String request) throws IOException {
        try (Socket socket = rest.connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
