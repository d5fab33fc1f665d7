package io.reparam.service.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.reparam.service.SampleImages;
import io.reparam.service.StartedService;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Connections to the gRPC port that are too many, never begin, or do nothing but harm. */
@TestPropertySource(properties = {"reparam.limits.connections-per-address=8", "reparam.limits.header-timeout=500ms"})
@DirtiesContext
@Timeout(60)
class GrpcConnectionsIT extends StartedService {
    private static final int BOUND = 8;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;

    @Test
    void connectionsOfAnAddress_areBounded_andThoseThatNeverBeginEnd() throws Exception {
        List<Socket> silent = new ArrayList<>();
        for (int i = 0; i < BOUND; i++) {
            silent.add(connect());
        }
        try (Socket oneMore = connect()) {
            assertEnds(oneMore);
        }
        // they send nothing, so they end by themselves and make room
        for (Socket socket : silent) {
            assertEnds(socket);
            socket.close();
        }
        classify();
    }

    @Test
    void callsThatAreResetAtOnce_endTheConnection() throws Exception {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(PREFACE);
            out.write(frame(SETTINGS, 0, 0, new byte[0]));
            // the block is malformed for gRPC, but a call all the same: POST, http, /, with indexed names
            byte[] block = {(byte) 0x83, (byte) 0x86, (byte) 0x84};
            byte[] code = {0, 0, 0, 8};
            try {
                for (int call = 1; call < 4000; call += 2) {
                    out.write(frame(HEADERS, 4, call, block));
                    out.write(frame(RESET, 0, call, code));
                }
            } catch (IOException e) {
                // it has ended
            }
            assertEnds(socket);
        }
        classify();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("localhost", grpc.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void assertEnds(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            byte[] some = new byte[1024];
            while (in.read(some) >= 0) {
                some[0] = 0; // what it says before it goes means nothing here
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection goes on", e);
        } catch (IOException e) {
            // reset
        }
    }

    private void classify() {
        ClassifyRequest request = ClassifyRequest.newBuilder()
                .setImage(ByteString.copyFrom(SampleImages.first().png()))
                .build();
        assertThat(grpc.call(channel ->
                                ImageClassifierGrpc.newBlockingStub(channel).classify(request))
                        .getPredictionsCount())
                .isPositive();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) 0)
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }
}
