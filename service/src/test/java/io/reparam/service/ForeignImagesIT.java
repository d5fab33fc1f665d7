package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reparam.ort.HostTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.Reals;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TensorType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** Nets of others, to which two lines of a hand add what their images are: answered as ONNX Runtime does alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignImagesIT {
    private static final Path CASES = Path.of("src/test/resources/cases/serve/repository");
    private static final int SIDE = 32;
    private static final List<String> LABELS = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

    private ConfigurableApplicationContext service;
    private HttpCaller rest;

    @BeforeAll
    void start(@TempDir Path root) throws IOException {
        try (Stream<Path> files = Files.walk(CASES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = root.resolve(CASES.relativize(file).toString());
                Files.createDirectories(Objects.requireNonNull(copy.getParent()));
                Files.copy(file, copy);
            }
        }
        for (String name : List.of(
                "UPPER",
                "dynamic_hw",
                "external_data",
                "fixed_batch4",
                "float16",
                "nhwc",
                "softmax_out",
                "two_outputs",
                "uint8_in",
                "with.dot")) {
            Files.writeString(
                    root.resolve(name + "/model.yaml"),
                    "labels: " + LABELS + "\npreprocess: {preset: unit, height: 32, width: 32}\n");
        }
        Files.writeString(
                root.resolve("rank0_batchless/model.yaml"),
                "labels: [r, g, b]\npreprocess: {preset: unit, height: 32, width: 32}\n");
        service = SpringApplication.run(
                ServiceApplication.class,
                "--reparam.models.location=" + root,
                "--server.port=0",
                "--management.server.port=0",
                "--spring.grpc.server.port=0");
        rest = new HttpCaller(Integer.parseInt(service.getEnvironment().getRequiredProperty("local.server.port")));
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource({
        "UPPER, FLOAT, false, true", "dynamic_hw, FLOAT, false, true", "external_data, FLOAT, false, true",
        "float16, FLOAT16, false, true", "nhwc, FLOAT, true, true", "two_outputs, FLOAT, false, true",
        "uint8_in, UINT8, false, true", "with.dot, FLOAT, false, true", "softmax_out, FLOAT, false, false"
    })
    void classifier_answersAsOnnxRuntimeDoes(String name, TensorType type, boolean nhwc, boolean logits)
            throws IOException {
        byte[] png = SampleImages.first().png();
        float[] expected = run(name, input(png, type, nhwc));
        JsonNode answer = rest.post("/v1/classify?topK=10&model=" + name, png, "image/png")
                .json();
        assertThat(answer.get("predictions")).hasSize(LABELS.size());
        for (JsonNode prediction : answer.get("predictions")) {
            int index = prediction.get("index").asInt();
            double wanted = logits ? softmax(expected, index) : expected[index];
            assertThat(prediction.get("probability").asDouble())
                    .as(name + " " + index)
                    .isCloseTo(wanted, within(type == TensorType.FLOAT16 ? 5e-3 : 1e-5));
            assertThat(prediction.get("label").asString()).isEqualTo(LABELS.get(index));
        }
    }

    @ParameterizedTest
    @CsvSource({"fixed_batch4, 10", "rank0_batchless, 3"})
    void classifier_withoutAFreeBatch_answers(String name, int classes) {
        JsonNode answer = rest.post(
                        "/v1/classify?topK=" + classes + "&model=" + name,
                        SampleImages.first().png(),
                        null)
                .json();
        double sum = 0;
        for (JsonNode prediction : answer.get("predictions")) {
            sum += prediction.get("probability").asDouble();
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"int64_out", "two_inputs", "with_pbtxt"})
    void model_ofWhichNothingIsSaid_isRefusedWithTheRemedy(String name) {
        HttpCaller.Answer answer =
                rest.post("/v1/classify?model=" + name, SampleImages.first().png(), null);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString())
                .contains("'" + name + "' takes tensors only", "model.yaml with labels and preprocess");
    }

    /** The product of each is beyond some number, or its bytes are. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1, 3, 1073741824, 2147483648",
                "1, 3, 4611686018427387904, 2",
                "1, 3, 9223372036854775807, 9223372036854775807",
                "1, 3, 65536, 65536"
            })
    void shapeBeyondAllNumbers_isABadRequest(String shape) {
        HttpCaller.Answer answer = infer("dynamic_hw", shape);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").asString()).contains("shape");
    }

    @Test
    void shapeOfEndlessDimensions_isNotRepeated() {
        HttpCaller.Answer answer = infer("dynamic_hw", "1" + ",1".repeat(100_000));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").asString())
                .contains("100001 dimensions")
                .hasSizeLessThan(200);
    }

    private HttpCaller.Answer infer(String model, String shape) {
        String json = "{\"inputs\": [{\"name\": \"" + inputName(model) + "\", \"datatype\": \"FP32\", \"shape\": ["
                + shape + "], \"data\": [1]}]}";
        return rest.post("/v2/models/" + model + "/infer", json.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    private String inputName(String model) {
        return rest.get("/v2/models/" + model).json().at("/inputs/0/name").asString();
    }

    @Test
    void noModel_amongSeveral_isRefusedWithTheirNames() {
        HttpCaller.Answer answer =
                rest.post("/v1/classify", SampleImages.first().png(), null);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asString()).contains("with.dot");
    }

    /** The pixels as they are, since the image has the net's size; made here, and not by the code under test. */
    private static HostTensor input(byte[] png, TensorType type, boolean nhwc) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        FloatBuffer values = FloatBuffer.allocate(3 * SIDE * SIDE);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                for (int c = 0; c < 3; c++) {
                    int pixel = image.getRGB(x, y) >> (16 - 8 * c) & 255;
                    int at = nhwc ? (y * SIDE + x) * 3 + c : (c * SIDE + y) * SIDE + x;
                    values.put(at, type == TensorType.UINT8 ? pixel : pixel / 255f);
                }
            }
        }
        List<Long> shape = nhwc ? List.of(1L, 32L, 32L, 3L) : List.of(1L, 3L, 32L, 32L);
        if (type != TensorType.UINT8) {
            return Reals.of(type, shape, values);
        }
        ByteBuffer bytes = ByteBuffer.allocate(values.remaining());
        while (values.hasRemaining()) {
            bytes.put((byte) values.get());
        }
        return HostTensor.of(type, shape, bytes.flip());
    }

    private static float[] run(String name, HostTensor input) {
        try (OrtModel alone = new OrtModel(CASES.resolve(name + "/1/model.onnx"), SessionSettings.cpu(1))) {
            FloatBuffer scores = Reals.from(alone.run(List.of(input)).get(0));
            float[] copy = new float[scores.remaining()];
            scores.duplicate().get(copy);
            return copy;
        }
    }

    private static double softmax(float[] logits, int index) {
        double max = 0;
        for (float logit : logits) {
            max = Math.max(max, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - max);
        }
        return Math.exp(logits[index] - max) / sum;
    }
}
