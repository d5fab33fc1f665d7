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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** Connections to the gRPC port that are too many, never begin, or do nothing but harm. */
@TestPropertySource(properties = {"reparam.limits.connections-per-address=8", "reparam.limits.header-timeout=500ms"})
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class GrpcConnectionsIT extends StartedService {
    private static final int BOUND = 8;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int WINDOW = 8;
    private static final int CONTINUATION = 9;
    private static final int END_OF_HEADERS = 4;

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

    /** Frames that no client sends, by the thousand. */
    enum Flood {
        RESET_BY_THE_CLIENT {
            @Override
            void send(OutputStream out, int call) throws IOException {
                out.write(frame(HEADERS, END_OF_HEADERS, call, CALL));
                out.write(frame(RESET, 0, call, new byte[] {0, 0, 0, 8}));
            }
        },
        RESET_BY_THE_SERVER {
            @Override
            void send(OutputStream out, int call) throws IOException {
                out.write(frame(HEADERS, END_OF_HEADERS, call, CALL));
                out.write(frame(WINDOW, 0, call, new byte[4])); // by 0, which is an error
            }
        },
        MORE_CALLS_THAN_ALLOWED {
            @Override
            void send(OutputStream out, int call) throws IOException {
                out.write(frame(HEADERS, END_OF_HEADERS, call, CALL));
            }
        },
        HEADERS_WITHOUT_END {
            @Override
            void send(OutputStream out, int call) throws IOException {
                out.write(call == 1 ? frame(HEADERS, 0, 1, CALL) : frame(CONTINUATION, 0, 1, new byte[0]));
            }
        },
        PINGS {
            @Override
            void send(OutputStream out, int call) throws IOException {
                out.write(frame(PING, 0, 0, new byte[8]));
            }
        };

        // malformed for gRPC, but a call all the same: POST, http, /, with indexed names
        private static final byte[] CALL = {(byte) 0x83, (byte) 0x86, (byte) 0x84};

        abstract void send(OutputStream out, int call) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void flood_endsTheConnectionAndFillsNoLog(Flood flood, CapturedOutput output) throws Exception {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(PREFACE);
            out.write(frame(SETTINGS, 0, 0, new byte[0]));
            try {
                for (int call = 1; call < 40_000; call += 2) {
                    flood.send(out, call);
                }
            } catch (IOException e) {
                // it has ended
            }
            assertEnds(socket);
        }
        classify();
        assertThat(output).doesNotContain("\tat ");
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
