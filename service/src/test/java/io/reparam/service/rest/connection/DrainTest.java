package io.reparam.service.rest.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DrainTest {
    private static final int CLIENTS = 16;

    @TempDir
    private Path directory = Path.of("");

    @RepeatedTest(20)
    void underLoad_everyClientIsAnswered_untilThePortIsClosed() throws Exception {
        Drain drain = new Drain(Duration.ofMillis(50));
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (HttpServer server = new HttpServer(directory.toString(), 1000, Duration.ofMinutes(1), drain)) {
            int port = server.port();
            List<KeptAliveClient> clients = new ArrayList<>();
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                KeptAliveClient client = new KeptAliveClient(port, KeptAliveClient.get("/"));
                clients.add(client);
                ends.add(threads.submit(client));
            }
            await().until(() -> clients.stream().allMatch(client -> client.answers() > 3));
            drain.run(server.http());
            for (Future<?> end : ends) {
                end.get(20, TimeUnit.SECONDS);
            }
            assertThat(clients).allSatisfy(client -> assertThat(client.lost()).isEmpty());
            assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);
        } finally {
            threads.shutdownNow();
        }
    }
}
