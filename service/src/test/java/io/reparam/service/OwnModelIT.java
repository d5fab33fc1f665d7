package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import tools.jackson.databind.JsonNode;

/** A net of one's own: trained, exported, folded, proved and bundled by the command line's jar, then served. */
class OwnModelIT {
    private static final Path JAR = Path.of("../reparam-lib/target/reparam.jar");
    private static final int RECORD = 3073;

    @TempDir
    private Path directory;

    @Test
    void trainedNet_isServedByBothTransports_asRightAsTheCommandLineSays() throws Exception {
        layOutData();
        for (String mode : List.of("asr", "attention")) {
            reparam("train --data data --arch resnet11 --mode " + mode
                    + " --epochs 1 --max-steps 8 --batch 20 --learning-rate 0.05 --out " + mode);
            reparam("export " + mode + " -o " + mode + ".onnx");
        }
        reparam("fold asr.onnx -o folded.onnx");
        assertThat(reparam("verify asr.onnx folded.onnx --images data")).contains("EQUIVALENT");
        reparam("observe attention --data data --images 50 -o stripes");
        reparam("calibrate attention.onnx --images data --held-out data/test_batch.bin --all -o calibrated.onnx");
        reparam("bundle --name own --variant reparam=folded.onnx --variant attention=attention.onnx"
                + " --variant calibrated=calibrated.onnx --stripes attention=stripes/stripes.png -o models");

        try (ConfigurableApplicationContext service = SpringApplication.run(
                ServiceApplication.class,
                "--reparam.models.location=" + directory.resolve("models").toUri(),
                "--server.port=0",
                "--management.server.port=0",
                "--spring.grpc.server.port=0")) {
            HttpCaller rest =
                    new HttpCaller(Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port")));
            GrpcCaller grpc =
                    new GrpcCaller(service.getBean(GrpcServerLifecycle.class).getPort());
            JsonNode variants = rest.get("/v1/models").json().at("/models/0/variants");
            HttpCaller.Answer stripes = rest.get(variants.at("/1/stripes").asString());
            assertThat(stripes.status()).isEqualTo(200);
            assertThat(stripes.type()).isEqualTo("image/png");
            assertThat(variants.at("/0").has("stripes")).isFalse();
            assertThat(rest.get("/v1/models/own/versions/1/variants/reparam/stripes.png")
                            .status())
                    .isEqualTo(404);
            assertThat(variants.at("/1/provenance").has("calibrated"))
                    .as("the original computes what was trained")
                    .isFalse();
            assertThat(variants.at("/2/provenance/calibrated").asString())
                    .startsWith("calibrated, lossy: 3 of 3 gates are constants")
                    .contains("held-out loss", "on 200 images");
            for (String variant : List.of("reparam", "attention", "calibrated")) {
                String file = variant.equals("reparam") ? "folded.onnx" : variant + ".onnx";
                int correct = 0;
                for (SampleImages.Sample sample : SampleImages.all()) {
                    int overRest = rest.post("/v1/classify?topK=1&variant=" + variant, sample.png(), "image/png")
                            .json()
                            .at("/predictions/0/index")
                            .asInt();
                    assertThat(overGrpc(grpc, variant, sample)).isEqualTo(overRest);
                    correct += overRest == sample.label() ? 1 : 0;
                }
                assertThat(reparam("evaluate " + file + " --images data")).contains(": " + correct + " of 200 images");
            }
        }
    }

    private static int overGrpc(GrpcCaller grpc, String variant, SampleImages.Sample sample) {
        ClassifyRequest request = ClassifyRequest.newBuilder()
                .setImage(ByteString.copyFrom(sample.png()))
                .setVariant(variant)
                .setTopK(1)
                .build();
        return grpc.call(channel -> ImageClassifierGrpc.newBlockingStub(channel).classify(request))
                .getPredictions(0)
                .getIndex();
    }

    /** The 200 sample images as training set, 40 in each file, and as test set. */
    private void layOutData() throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        byte[] all;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(SampleImages.FILE))) {
            all = in.readAllBytes();
        }
        for (int file = 0; file < 5; file++) {
            byte[] part = Arrays.copyOfRange(all, file * 40 * RECORD, (file + 1) * 40 * RECORD);
            Files.write(data.resolve("data_batch_" + (file + 1) + ".bin"), part);
        }
        Files.write(data.resolve("test_batch.bin"), all);
    }

    /** Runs the jar as a user does, in the test's directory; it must succeed. */
    private String reparam(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dai.djl.pytorch.num_threads=1",
                "-jar",
                JAR.toAbsolutePath().toString()));
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
