package io.reparam.service.deploy;

import io.reparam.service.HttpCaller;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prometheus, from the machine's own package, with the project's rules. */
final class PrometheusProcess implements AutoCloseable {
    private final Process process;
    private final PrometheusApi api;

    private PrometheusProcess(Process process, PrometheusApi api) {
        this.process = process;
        this.api = api;
    }

    /**
     * Starts it.
     *
     * @param directory for its configuration and data
     * @param configuration the text of prometheus.yaml
     */
    static PrometheusProcess start(Path directory, String configuration) throws IOException {
        Files.copy(Command.MONITORING.resolve("rules.yaml"), directory.resolve("rules.yaml"));
        Path file = Files.writeString(directory.resolve("prometheus.yaml"), configuration);
        int port = freePort();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        return new PrometheusProcess(process, new PrometheusApi(new HttpCaller(port)));
    }

    PrometheusApi api() {
        return api;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
