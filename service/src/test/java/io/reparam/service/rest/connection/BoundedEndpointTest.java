package io.reparam.service.rest.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BoundedEndpointTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String HALF = "GET / HTTP/1.1\r\nHost: local";
    private static final Duration FOREVER = Duration.ofMinutes(10);

    @TempDir
    private Path directory = Path.of("");

    @Test
    void drippingHeaders_areCutOff_andSaidWhy() throws Exception {
        try (HttpServer server = server(100, Duration.ofMillis(300));
                Socket slow = connect(server, "127.0.0.1")) {
            send(slow, HALF);
            long start = System.nanoTime();
            // one byte every now and then, which Tomcat's own timeout takes for life
            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                send(slow, "h");
                return slow.getInputStream().available() > 0;
            });
            assertThat(System.nanoTime() - start).isGreaterThan(200_000_000L);
            assertThat(new String(slow.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 408");
        }
    }

    /** The first line may drip, too; and a connection that has been answered may rest for longer than the deadline of headers. */
    @Test
    void keptAliveConnection_isLeftAlone_untilItAsksSlowly() throws Exception {
        try (HttpServer server = server(100, Duration.ofMillis(200));
                Socket client = connect(server, "127.0.0.1");
                Socket other = connect(server, "127.0.0.1")) {
            send(client, REQUEST);
            assertAnswered(client);
            send(other, "GE");
            assertThat(other.getInputStream().readAllBytes())
                    .startsWith("HTTP/1.1 408".getBytes(StandardCharsets.US_ASCII));
            send(client, REQUEST);
            assertAnswered(client);
            send(client, HALF);
            assertThat(client.getInputStream().readAllBytes())
                    .startsWith("HTTP/1.1 408".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void addressAtItsBound_losesItsSlowestConnection_toTheNewOne() throws Exception {
        try (HttpServer server = server(2, FOREVER);
                Socket slowest = connect(server, "127.0.0.1");
                Socket slow = connect(server, "127.0.0.1")) {
            send(slowest, HALF);
            send(slow, HALF);
            awaitParsing(server, 2);
            try (Socket client = connect(server, "127.0.0.1")) {
                send(client, REQUEST);
                assertAnswered(client);
                assertThat(slowest.getInputStream().readAllBytes()).isNotEmpty();
                send(slow, "host\r\n\r\n");
                assertAnswered(slow);
            }
        }
    }

    @Test
    void addressWhoseConnectionsAllAsked_getsNoMore_andOthersDo() throws Exception {
        try (HttpServer server = server(1, FOREVER);
                Socket first = connect(server, "127.0.0.1")) {
            send(first, REQUEST);
            assertAnswered(first);
            try (Socket second = connect(server, "127.0.0.1")) {
                assertThat(second.getInputStream().read()).isEqualTo(-1);
            }
            try (Socket elsewhere = connect(server, "127.0.0.2")) {
                send(elsewhere, REQUEST);
                assertAnswered(elsewhere);
            }
            send(first, REQUEST);
            assertAnswered(first);
        }
    }

    @Test
    void connectionsThatEnded_areForgotten() throws Exception {
        try (HttpServer server = server(2, FOREVER)) {
            for (int i = 0; i < 10; i++) {
                try (Socket client = connect(server, "127.0.0.1")) {
                    send(client, REQUEST);
                    assertAnswered(client);
                }
                await().until(() -> server.http().open() == 0);
            }
        }
    }

    private HttpServer server(int perAddress, Duration headerTimeout) throws Exception {
        return new HttpServer(directory.toString(), perAddress, headerTimeout, new Drain(Duration.ZERO));
    }

    /** Connections are accepted, and what they sent is read. */
    private static void awaitParsing(HttpServer server, int connections) {
        await().until(() -> server.http().waiting() == connections);
    }

    private static Socket connect(HttpServer server, String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), server.port()));
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void assertAnswered(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\nok")) {
            int next = in.read();
            assertThat(next).as("after '%s'", answer).isNotNegative();
            answer.append((char) next);
        }
        assertThat(answer.toString()).startsWith("HTTP/1.1 200");
    }
}
