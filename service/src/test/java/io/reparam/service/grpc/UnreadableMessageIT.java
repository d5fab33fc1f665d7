package io.reparam.service.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.reparam.service.StartedService;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Messages that no client of ours would send. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class UnreadableMessageIT extends StartedService {
    private static final int LIMIT = 10 << 20;

    @ParameterizedTest
    @EnumSource(
            value = MethodDescriptor.MethodType.class,
            names = {"UNARY", "BIDI_STREAMING"})
    void largeOnceDecompressed_isTooLarge(MethodDescriptor.MethodType type, CapturedOutput output) {
        byte[] message = ClassifyRequest.newBuilder()
                .setImage(ByteString.copyFrom(new byte[2 * LIMIT]))
                .build()
                .toByteArray();
        Status status = send(type, message, true);
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).contains("" + LIMIT);
        assertThat(output).doesNotContain("\tat ").doesNotContain("Exception");
    }

    @Test
    void largeAsItIs_isTooLarge(CapturedOutput output) {
        assertThat(send(MethodDescriptor.MethodType.UNARY, new byte[2 * LIMIT], false)
                        .getCode())
                .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(output).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @EnumSource(
            value = MethodDescriptor.MethodType.class,
            names = {"UNARY", "BIDI_STREAMING"})
    void noMessageOfTheMethod_isInvalid(MethodDescriptor.MethodType type, CapturedOutput output) {
        byte[] cut = {10, 100, 1};
        assertThat(send(type, cut, false).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(send(type, cut, true).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(output).doesNotContain("\tat ").doesNotContain("Exception");
    }

    /** How a call ends that sends these bytes as its message. */
    private Status send(MethodDescriptor.MethodType type, byte[] message, boolean compressed) {
        MethodDescriptor<byte[], byte[]> method = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setFullMethodName(
                        type == MethodDescriptor.MethodType.UNARY
                                ? ImageClassifierGrpc.getClassifyMethod().getFullMethodName()
                                : ImageClassifierGrpc.getClassifyStreamMethod().getFullMethodName())
                .setType(type)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        return grpc.call(channel -> {
            CompletableFuture<Status> closed = new CompletableFuture<>();
            ClientCall<byte[], byte[]> call = channel.newCall(
                    method, compressed ? CallOptions.DEFAULT.withCompression("gzip") : CallOptions.DEFAULT);
            call.start(
                    new ClientCall.Listener<>() {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            closed.complete(status);
                        }
                    },
                    new Metadata());
            call.request(1);
            call.setMessageCompression(compressed);
            call.sendMessage(message);
            call.halfClose();
            return closed.orTimeout(30, TimeUnit.SECONDS).join();
        });
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] bytes) {
            return new ByteArrayInputStream(bytes);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
