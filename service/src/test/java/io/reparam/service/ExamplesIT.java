package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clients in {@code examples} as their readers run them: each finds in two images what the service finds. */
@Timeout(120)
class ExamplesIT extends StartedService {
    private static final Path EXAMPLES = Path.of("examples").toAbsolutePath();
    private static final Path SAMPLES =
            Path.of("src/main/resources/static/samples").toAbsolutePath();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @Test
    void java_rest() throws Exception {
        assertFound(JAVA, "java/Classify.java", rest.address());
    }

    @Test
    void java_grpc() throws Exception {
        String stubs = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        assertFound(JAVA, "-cp", stubs, "java/ClassifyGrpc.java", grpcAddress());
    }

    @Tag("python")
    @Test
    void python_rest() throws Exception {
        assertFound("python/.venv/bin/python", "python/classify.py", "--url", restAddress());
    }

    @Tag("python")
    @Test
    void python_grpc() throws Exception {
        assertFound("python/.venv/bin/python", "python/classify.py", "--grpc", "--url", grpcAddress());
    }

    @Tag("node")
    @Test
    void javascript_rest() throws Exception {
        assertFound("node", "javascript/classify.mjs", rest.address());
    }

    @Tag("node")
    @Test
    void javascript_grpc() throws Exception {
        assertFound("node", "javascript/classify-grpc.mjs", grpcAddress());
    }

    private String restAddress() {
        return rest.address().replace("http://", "");
    }

    private String grpcAddress() {
        return "localhost:" + grpc.port();
    }

    private void assertFound(String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command));
        List<String> expected = new ArrayList<>();
        for (String name : List.of("frog.png", "ship.png")) {
            words.add(SAMPLES.resolve(name).toString());
            rest.post("/v1/classify?topK=3", Files.readAllBytes(SAMPLES.resolve(name)), null)
                    .json()
                    .findValuesAsString("label")
                    .forEach(label -> expected.add(name + ": " + label));
        }
        // the tests' class path may log to the standard output, too
        assertThat(lines(words).stream().filter(line -> line.matches("\\w+\\.png: .*")))
                .extracting(line -> line.replaceFirst(" [-0-9.]+$", ""))
                .isEqualTo(expected)
                .hasSize(6);
    }

    private static List<String> lines(List<String> words) throws IOException, InterruptedException {
        Path program = EXAMPLES.resolve(words.get(0));
        if (Files.exists(program)) {
            words.set(0, program.toString());
        }
        Process process = new ProcessBuilder(words)
                .directory(EXAMPLES.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(() -> String.join(" ", words)).isZero();
        return output.lines().toList();
    }
}
