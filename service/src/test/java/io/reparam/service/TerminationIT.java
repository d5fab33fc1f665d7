package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reparam.service.rest.connection.KeptAliveClient;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The jar as an operator runs it, told to end while requests are under way. */
@Timeout(120)
class TerminationIT {
    private static final int REQUESTS = 8;
    /** Over each transport. */
    private static final int CLIENTS = 8;

    @Test
    void sigterm_underLoad_answersWhatIsUnderWay_refusesTheRest_andExitsWithZero() throws Exception {
        try (ServiceProcess service = new ServiceProcess()) {
            byte[] png = SampleImages.first().png();
            int half = png.length / 2;
            List<Socket> requests = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                Socket socket = new Socket("localhost", service.port());
                requests.add(socket);
                // the server says when a handler has begun to read
                write(
                        socket,
                        ("POST /v1/classify HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 100-continue\r\n"
                                        + "Content-Length: " + png.length + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                byte[] goOn = socket.getInputStream().readNBytes("HTTP/1.1 100 \r\n\r\n".length());
                assertThat(new String(goOn, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100");
                write(socket, Arrays.copyOf(png, half));
            }
            service.terminate();
            awaitRefusal(service.port());
            for (Socket socket : requests) {
                write(socket, Arrays.copyOfRange(png, half, png.length));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).startsWith("HTTP/1.1 200");
                socket.close();
            }
            assertThat(service.exitCode()).isZero();
        }
    }

    @RepeatedTest(2)
    void sigterm_underKeptAliveClients_losesNoRequest() throws Exception {
        endUnderKeptAliveClients();
    }

    @Tag("long")
    @Timeout(1200)
    @RepeatedTest(20)
    void sigterm_underKeptAliveClients_losesNoRequest_ever() throws Exception {
        endUnderKeptAliveClients();
    }

    private static void endUnderKeptAliveClients() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (ServiceProcess service = new ServiceProcess()) {
            byte[] png = SampleImages.first().png();
            List<KeptAliveClient> rest = new ArrayList<>();
            List<CallingClient> grpc = new ArrayList<>();
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                rest.add(new KeptAliveClient(service.port(), KeptAliveClient.post("/v1/classify", png)));
                grpc.add(new CallingClient(service.grpcPort(), png));
                ends.add(threads.submit(rest.get(i)));
                ends.add(threads.submit(grpc.get(i)));
            }
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> rest.stream().allMatch(client -> client.answers() > 3)
                            && grpc.stream().allMatch(client -> client.answers() > 3));
            service.terminate();
            for (Future<?> end : ends) {
                end.get(60, TimeUnit.SECONDS);
            }
            assertThat(rest).allSatisfy(client -> assertThat(client.lost()).isEmpty());
            assertThat(grpc).allSatisfy(client -> assertThat(client.lost()).isEmpty());
            assertThat(service.exitCode()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    private static void awaitRefusal(int port) throws InterruptedException {
        while (true) {
            try (Socket socket = new Socket("localhost", port)) {
                assertThat(socket.isConnected()).isTrue();
            } catch (IOException e) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static void write(Socket socket, byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }
}
