package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** One of Spring's SSL bundles for both transports. */
@TestPropertySource(
        properties = {
            "spring.ssl.bundle.jks.web.keystore.type=PKCS12",
            "spring.ssl.bundle.jks.web.keystore.password=" + TlsIT.PASSWORD,
            "server.ssl.bundle=web",
            "spring.grpc.server.ssl.bundle=web"
        })
@DirtiesContext
class TlsIT extends StartedService {
    static final String PASSWORD = "of-no-secret";

    @TempDir
    private static Path directory = Path.of("");

    @DynamicPropertySource
    static void certificate(DynamicPropertyRegistry properties) {
        properties.add("spring.ssl.bundle.jks.web.keystore.location", () -> "file:" + newCertificate());
    }

    @Test
    void rest_overTls_answers_andWithoutTlsDoesNot() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(trustingContext()).build();
        String address = rest.address().replace("http:", "https:") + "/v1/classify";
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(address))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(
                                SampleImages.first().png()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(rest.get("/v1/models").status()).isEqualTo(400);
    }

    @Test
    void grpc_overTls_answers_andWithoutTlsDoesNot() throws Exception {
        ManagedChannel channel = NettyChannelBuilder.forAddress("localhost", grpc.port())
                .sslContext(GrpcSslContexts.forClient().trustManager(trust()).build())
                .build();
        try {
            assertThat(classify(channel)).isPositive();
        } finally {
            channel.shutdownNow();
        }
        assertThatThrownBy(() -> grpc.call(TlsIT::classify))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageStartingWith("UNAVAILABLE");
    }

    private static int classify(ManagedChannel channel) {
        return ImageClassifierGrpc.newBlockingStub(channel)
                .classify(ClassifyRequest.newBuilder()
                        .setImage(ByteString.copyFrom(SampleImages.first().png()))
                        .build())
                .getPredictionsCount();
    }

    private static SSLContext trustingContext() throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust().getTrustManagers(), null);
        return context;
    }

    private static TrustManagerFactory trust() throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore())) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("web", keys.getCertificate("web"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust;
    }

    private static Path keystore() {
        return directory.resolve("web.p12");
    }

    /** The JDK can make one only with its tool. */
    private static Path newCertificate() {
        try {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "web",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=dns:localhost",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            keystore().toString(),
                            "-storepass",
                            PASSWORD)
                    .inheritIO()
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool ended with " + keytool.exitValue());
            }
            return keystore();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("keytool could not be run", e);
        }
    }
}
