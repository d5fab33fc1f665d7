package io.reparam.service.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.DecompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import io.reparam.service.grpc.inference.wire.GRPCInferenceServiceGrpc;
import io.reparam.service.grpc.inference.wire.InferParameter;
import io.reparam.service.grpc.inference.wire.InferTensorContents;
import io.reparam.service.grpc.inference.wire.ModelInferRequest;
import io.reparam.service.grpc.inference.wire.ModelInferResponse;
import io.reparam.service.grpc.inference.wire.ModelStreamInferResponse;
import io.reparam.service.grpc.inference.wire.ServerLiveRequest;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcInferIT extends InferContract {
    @Override
    InferClient client() {
        return new GrpcInferClient(grpc);
    }

    @Test
    void ready_ofAnUnknownModel_isFalseWithoutAnError() {
        assertThat(client().ready("resnet", "").code()).isEqualTo("OK");
        assertThat(client().ready("resnet", "").json().path("ready").asBoolean(false))
                .isFalse();
    }

    @Test
    void server_isLive() {
        assertThat(new GrpcInferClient(grpc)
                        .stub(stub -> stub.serverLive(ServerLiveRequest.getDefaultInstance()))
                        .getLive())
                .isTrue();
    }

    @Test
    void contents_thatAreMixedOrMissing_areRefused() {
        ModelInferRequest good = GrpcInferClient.message(InferAsk.rows(1));
        assertRefused(
                good.toBuilder().addRawInputContents(ByteString.EMPTY).build(), "2 raw_input_contents for 1 inputs");
        ModelInferRequest.Builder mixed = good.toBuilder();
        mixed.getInputsBuilder(0).setContents(InferTensorContents.newBuilder().addFp32Contents(1));
        assertRefused(mixed.build(), "raw_input_contents");
        // as tritonclient sends it: the one that lies in shared memory has no contents
        ModelInferRequest.Builder shared = good.toBuilder();
        shared.addInputsBuilder()
                .setName("second")
                .putParameters(
                        "shared_memory_region",
                        InferParameter.newBuilder().setStringParam("r").build());
        assertRefused(shared.build(), "shared memory is not supported");
        assertRefused(good.toBuilder().clearInputs().clearRawInputContents().build(), "0 inputs");
    }

    @Test
    void stream_goesOnAfterAFailure() {
        ModelInferRequest good = GrpcInferClient.message(InferAsk.rows(1));
        List<ModelStreamInferResponse> answers = grpc.call(channel -> {
            StreamedAnswers<ModelStreamInferResponse> streamed = new StreamedAnswers<>();
            var requests = GRPCInferenceServiceGrpc.newStub(channel).modelStreamInfer(streamed);
            requests.onNext(good.toBuilder().setId("a").build());
            requests.onNext(good.toBuilder().setId("b").setModelName("resnet").build());
            requests.onNext(good.toBuilder().setId("c").build());
            requests.onCompleted();
            return streamed.all();
        });
        assertThat(answers)
                .extracting(answer -> answer.getInferResponse().getId())
                .containsExactly("a", "b", "c");
        assertThat(answers)
                .extracting(answer -> answer.getErrorMessage().isEmpty())
                .containsExactly(true, false, true);
        assertThat(answers.get(1).getErrorMessage()).contains("'resnet'");
        assertThat(answers.get(0).getInferResponse().getRawOutputContents(0))
                .isEqualTo(answers.get(2).getInferResponse().getRawOutputContents(0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void compression_isThatOfTheRequest(String encoding) {
        ModelInferRequest request = GrpcInferClient.message(InferAsk.rows(8).outputs(InferAsk.Wanted.classes(10)));
        ModelInferResponse plain = new GrpcInferClient(grpc).stub(stub -> stub.modelInfer(request));
        AtomicReference<Metadata> headers = new AtomicReference<>();
        ManagedChannel channel = grpc.channel()
                .compressorRegistry(compressors())
                .decompressorRegistry(DecompressorRegistry.getDefaultInstance().with(new Deflate(), true))
                .build();
        ModelInferResponse compressed;
        try {
            compressed = stub(channel, headers).withCompression(encoding).modelInfer(request);
        } finally {
            channel.shutdownNow();
        }
        assertThat(compressed).isEqualTo(plain);
        assertThat(Objects.requireNonNull(headers.get())
                        .get(Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo(encoding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar10", "cifar10.attention", "cifar10.reparam"})
    void health_ofEachName_isServing(String name) {
        HealthCheckRequest request =
                HealthCheckRequest.newBuilder().setService(name).build();
        assertThat(grpc.call(channel -> HealthGrpc.newBlockingStub(channel).check(request))
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }

    private static CompressorRegistry compressors() {
        CompressorRegistry compressors = CompressorRegistry.newEmptyInstance();
        compressors.register(new Codec.Gzip());
        compressors.register(new Deflate());
        return compressors;
    }

    private static GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub(
            ManagedChannel channel, AtomicReference<Metadata> headers) {
        return GRPCInferenceServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()));
    }

    private void assertRefused(ModelInferRequest request, String message) {
        Function<ManagedChannel, ModelInferResponse> call =
                channel -> GRPCInferenceServiceGrpc.newBlockingStub(channel).modelInfer(request);
        assertThatThrownBy(() -> grpc.call(call))
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining(message);
    }
}
