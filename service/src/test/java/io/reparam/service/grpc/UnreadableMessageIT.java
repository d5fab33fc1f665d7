package io.reparam.service.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.reparam.service.RawCall;
import io.reparam.service.StartedService;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Messages that no client of ours would send. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class UnreadableMessageIT extends StartedService {
    private static final int LIMIT = 10 << 20;

    @ParameterizedTest
    @CsvSource({"false, true", "true, true", "false, false", "true, false"})
    void overTheLimit_isTooLarge_compressedOrNot(boolean stream, boolean compressed, CapturedOutput output) {
        byte[] message = ClassifyRequest.newBuilder()
                .setImage(ByteString.copyFrom(new byte[2 * LIMIT]))
                .build()
                .toByteArray();
        Status status = send(stream, message, compressed);
        assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(status.getDescription()).contains("" + LIMIT);
        assertThat(output).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noMessageOfTheMethod_isInvalid(boolean stream, CapturedOutput output) {
        byte[] cut = {10, 100, 1};
        assertThat(send(stream, cut, false).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(send(stream, cut, true).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(output).doesNotContain("\tat ");
    }

    private Status send(boolean stream, byte[] message, boolean compressed) {
        MethodDescriptor<?, ?> method =
                stream ? ImageClassifierGrpc.getClassifyStreamMethod() : ImageClassifierGrpc.getClassifyMethod();
        return grpc.call(channel -> RawCall.send(channel, method, message, compressed));
    }
}
