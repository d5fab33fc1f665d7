package io.reparam.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reparam.service.SampleImages;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Docker and Kubernetes do to end a container: SIGTERM to process 1, and patience. */
@Tag("docker")
class DrainIT {
    private static final String CONTINUE = "HTTP/1.1 100 \r\n\r\n";
    private static final int REQUESTS = 8;

    @Test
    void sigterm_answersWhatIsUnderWay_andExitsWithZero() throws IOException {
        byte[] image = SampleImages.first().png();
        int half = image.length / 2;
        try (ServiceContainer service = new ServiceContainer(1, 512)) {
            service.start();
            List<Socket> requests = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                requests.add(begin(service.port(8080), image.length));
                send(requests.get(i), Arrays.copyOf(image, half));
            }
            service.terminate();
            await().atMost(Duration.ofSeconds(30)).until(() -> !service.accepts());
            for (Socket request : requests) {
                send(request, Arrays.copyOfRange(image, half, image.length));
                assertThat(new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith("HTTP/1.1 200");
                request.close();
            }
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Boolean.FALSE.equals(service.state().getRunning()));
            assertThat(service.state().getExitCodeLong()).isZero();
        }
    }

    /** A request whose body the service has begun to read. */
    private static Socket begin(int port, int length) throws IOException {
        Socket socket = new Socket("localhost", port);
        send(
                socket,
                ("POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\n"
                                + "Content-Length: " + length + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(socket.getInputStream().readNBytes(CONTINUE.length()), StandardCharsets.US_ASCII))
                .isEqualTo(CONTINUE);
        return socket;
    }

    private static void send(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }
}
