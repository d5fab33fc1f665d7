package io.reparam.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import io.reparam.service.HttpCaller;
import io.reparam.service.SampleImages;
import io.reparam.service.StartedService;
import io.reparam.service.grpc.inference.wire.GRPCInferenceServiceGrpc;
import io.reparam.service.grpc.inference.wire.ModelReadyRequest;
import io.reparam.service.grpc.inference.wire.RepositoryModelUnloadRequest;
import io.reparam.service.grpc.inference.wire.ServerLiveRequest;
import io.reparam.service.grpc.inference.wire.ServerMetadataRequest;
import io.reparam.service.grpc.inference.wire.ServerReadyRequest;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** A service that asks for a key. */
@TestPropertySource(
        properties = {
            "reparam.api-keys=" + ApiKeyIT.FIRST + "," + ApiKeyIT.SECOND,
            "reparam.admin-keys=" + ApiKeyIT.ADMIN
        })
@DirtiesContext
class ApiKeyIT extends StartedService {
    static final String FIRST = "first-key-of-no-secret";
    static final String SECOND = "second-key-of-no-secret";

    static final String ADMIN = "admin-key-of-no-secret";

    @ParameterizedTest
    @CsvSource({
        "X-Api-Key," + FIRST,
        "X-Api-Key," + ADMIN,
        "x-api-key," + SECOND,
        "Authorization,Bearer " + FIRST,
        "Authorization,bearer " + SECOND
    })
    void knownKey_isLetIn_byBothTransports(String header, String value) {
        assertThat(classify(Map.of(header, value)).status()).isEqualTo(200);
        assertThat(classifyOverGrpc(header, value)).isEqualTo(Status.Code.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Api-Key," + FIRST + "x",
        "X-Api-Key,first-key-of-no-secre",
        "X-Api-Key,x",
        "Authorization," + FIRST,
        "Authorization,Basic " + FIRST,
        "Authorization,Bearer"
    })
    void otherKey_isKeptOut_byBothTransports(String header, String value) {
        assertThat(classify(Map.of(header, value)).status()).isEqualTo(401);
        assertThat(classifyOverGrpc(header, value)).isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    @Test
    void noKey_refusalSaysWhatToSend_inTheFormOfThePath() {
        HttpCaller.Answer answer = classify(Map.of());
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.json().get("type").asString()).isEqualTo("urn:reparam:problem:unauthenticated");
        assertThat(answer.json().get("detail").asString()).contains("X-Api-Key");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
        HttpCaller.Answer protocol = rest.get("/v2/models/cifar10");
        assertThat(protocol.status()).isEqualTo(401);
        assertThat(protocol.json().get("error").asString()).contains("there is no API key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1/models",
                "/v2",
                "/v3/api-docs",
                "/v2/health/live/../../../v1/models",
                "/v2/health/live;x"
            })
    void everythingElse_needsAKey(String path) {
        assertThat(rest.get(path).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/health/live",
                "/v2/health/ready",
                "/v2/models/cifar10/ready",
                "/v2/models/cifar10/versions/1/ready"
            })
    void probes_needNone(String path) {
        assertThat(rest.get(path).status()).isEqualTo(200);
    }

    @Test
    void management_needsNone() {
        assertThat(management.get("/actuator/health/readiness").status()).isEqualTo(200);
    }

    @Test
    void grpcProbes_needNone_andMetadataDoes() {
        assertThat(codeOf(channel -> {
                    GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub stub =
                            GRPCInferenceServiceGrpc.newBlockingStub(channel);
                    HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
                    stub.serverLive(ServerLiveRequest.getDefaultInstance());
                    stub.serverReady(ServerReadyRequest.getDefaultInstance());
                    return stub.modelReady(
                            ModelReadyRequest.newBuilder().setName("cifar10").build());
                }))
                .isEqualTo(Status.Code.OK);
        assertThat(codeOf(channel -> GRPCInferenceServiceGrpc.newBlockingStub(channel)
                        .serverMetadata(ServerMetadataRequest.getDefaultInstance())))
                .isEqualTo(Status.Code.UNAUTHENTICATED);
    }

    /** The mode is not explicit, so who is let in is told so. */
    @ParameterizedTest
    @CsvSource({
        "/v2/repository/models/cifar10/unload," + ADMIN + ",400",
        "/v2/repository/models/cifar10/load," + ADMIN + ",400",
        "/v2/repository/models/cifar10/unload," + FIRST + ",403",
        "/v2/repository/models/cifar10/load," + FIRST + ",403",
        "/v2/repository/models/cifar10/load;a=b," + FIRST + ",403",
        "/v2/repository/models/cifar10/%6coad," + FIRST + ",403",
        "/v2/repository/models/cifar10/load,a-key-that-is-not-known,401",
        "/v2/repository/index," + FIRST + ",200"
    })
    void control_needsAnAdminKey(String path, String key, int status) {
        assertThat(rest.postWith(Map.of("X-Api-Key", key), path, new byte[0]).status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({ADMIN + ",INVALID_ARGUMENT", FIRST + ",PERMISSION_DENIED", "a-key-that-is-not-known,UNAUTHENTICATED"})
    void control_needsAnAdminKey_overGrpc(String key, Status.Code code) {
        assertThat(codeOf(channel -> GRPCInferenceServiceGrpc.newBlockingStub(with("X-Api-Key", key, channel))
                        .repositoryModelUnload(RepositoryModelUnloadRequest.newBuilder()
                                .setModelName("cifar10")
                                .build())))
                .isEqualTo(code);
    }

    @Test
    void names_areNotToldWithoutAKey() {
        assertThat(rest.get("/v2/models/nope/ready").body()).contains("nope").doesNotContain("cifar10");
        try {
            grpc.call(channel -> GRPCInferenceServiceGrpc.newBlockingStub(channel)
                    .modelReady(ModelReadyRequest.newBuilder().setName("nope").build()));
        } catch (StatusRuntimeException e) {
            assertThat(e.getMessage()).doesNotContain("cifar10");
        }
    }

    @Test
    void openApi_saysThatAKeyIsNeeded() {
        HttpCaller.Answer answer = rest.get("/v3/api-docs", Map.of("X-Api-Key", FIRST));
        assertThat(answer.json().at("/components/securitySchemes").propertyNames())
                .contains("bearer", "header");
        assertThat(answer.json().at("/paths/~1v1~1classify/post/responses").propertyNames())
                .contains("401");
    }

    private HttpCaller.Answer classify(Map<String, String> headers) {
        return rest.postWith(headers, "/v1/classify", SampleImages.first().png());
    }

    private Status.Code classifyOverGrpc(String header, String value) {
        ClassifyRequest request = ClassifyRequest.newBuilder()
                .setImage(ByteString.copyFrom(SampleImages.first().png()))
                .build();
        return codeOf(channel -> ImageClassifierGrpc.newBlockingStub(with(header, value, channel))
                .classify(request));
    }

    private static Channel with(String header, String value, Channel channel) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER), value);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private Status.Code codeOf(Function<Channel, ?> call) {
        try {
            grpc.call(call::apply);
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }
}
