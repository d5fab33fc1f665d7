package io.reparam.service.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.service.HttpCaller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class RestInferIT extends InferContract {
    private static final String PATH = "/v2/models/cifar10.reparam/infer";
    private static final String LENGTH = "Inference-Header-Content-Length";

    @Override
    InferClient client() {
        return new RestInferClient(rest);
    }

    @Test
    void health_andNames_areJson() {
        for (String path : new String[] {"/v2/health/live", "/v2/health/ready"}) {
            JsonNode health = rest.get(path).json();
            assertThat(health.get("live").asBoolean()).isTrue();
            assertThat(health.get("ready").asBoolean()).isTrue();
        }
        assertThat(rest.get("/v2/models").json().get("models").valueStream().map(JsonNode::asString))
                .containsExactly("cifar10", "cifar10.reparam", "cifar10.attention");
    }

    @Test
    void unknownPath_andWrongVerb_haveTheFormOfTheProtocol() {
        assertError(rest.get("/v2/nope"), 404, "nothing at this path");
        assertError(rest.get(PATH), 405, "GET");
        assertError(rest.send("/v2", "DELETE", BodyPublishers.noBody(), null), 405, "DELETE");
    }

    @Test
    void binaryOutput_isWhatEachOutputSays_orElseTheRequest() {
        ObjectNode request = RestInferClient.header(InferAsk.rows(1).typed());
        assertThat(header(post(request))).isEmpty();
        request.putObject("parameters").put("binary_data_output", true);
        assertThat(header(post(request))).isNotEmpty();
        ObjectNode parameters =
                request.putArray("outputs").addObject().put("name", "logits").putObject("parameters");
        parameters.put("binary_data", false);
        assertThat(header(post(request))).isEmpty();
        request.remove("parameters");
        parameters.put("binary_data", true);
        assertThat(header(post(request))).isNotEmpty();
    }

    @Test
    void rawBody_isTheOnlyInput() {
        byte[] blob = InferAsk.rows(2).blob();
        InferClient.Output output = RestInferClient.read(rest.exchange(PATH, blob, Map.of(LENGTH, "0")))
                .output();
        assertThat(output.shape()).containsExactly(2L, 10L);
        for (int i = 0; i < 2 * InferAsk.CLASSES; i++) {
            assertThat(output.floats()[i])
                    .isEqualTo(answered(InferAsk.rows(2)).output().floats()[i]);
        }
        assertRefused(Arrays.copyOf(blob, blob.length - 1), Map.of(LENGTH, "0"), "a row of 'image' has 12288");
    }

    @Test
    void nestedData_isTheSameAsFlat() {
        InferAsk ask = InferAsk.rows(2).typed();
        ObjectNode request = RestInferClient.header(ask);
        ArrayNode rows = ((ObjectNode) request.at("/inputs/0")).putArray("data");
        for (int row = 0; row < 2; row++) {
            ArrayNode channels = rows.addArray();
            for (int line = 0; line < 3 * 32; line++) {
                ArrayNode channel = line % 32 == 0 ? channels.addArray() : (ArrayNode) channels.get(line / 32);
                ArrayNode values = channel.addArray();
                for (int x = 0; x < 32; x++) {
                    values.add(ask.floats()[(row * 96 + line) * 32 + x]);
                }
            }
        }
        InferClient.Output nested = RestInferClient.read(post(request)).output();
        assertThat(Arrays.equals(nested.raw(), answered(ask).output().raw())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "1.5", "99999999", "99999999999", ""})
    void headerLength_thatIsNone_isRefused(String length) {
        assertRefused(utf8("{}"), Map.of(LENGTH, length), LENGTH);
    }

    @Test
    void body_thatIsNoRequest_isRefused() {
        assertRefused("", "empty");
        assertRefused("{", "not valid JSON at line 1");
        assertRefused("[]", "must be an object");
        assertRefused("{} {}", "follows the JSON");
        assertRefused("{\"inputs\": [NaN]}", "not valid JSON");
        assertRefused("{\"inputs\": " + "[".repeat(101), "must be an object");
        assertRefused("{\"other\": " + "[".repeat(101), "deeper than 100");
        assertRefused("{\"id\": 7}", "'id' must be a string");
        assertRefused("{\"inputs\": 7}", "'inputs' must be an array");
        assertRefused("{}", "0 inputs");
    }

    @Test
    void data_thatIsNone_isRefused() {
        assertRefused(input("\"data\": [1e99]"), "beyond the range of FP32");
        assertRefused(input("\"data\": [true]"), "must hold numbers");
        assertRefused(input("\"data\": [1, \"aGk=\"]"), "numbers and strings");
        assertRefused(input("\"data\": [\"text\"]"), "holds strings, but the datatype");
        assertRefused(input("\"data\": 7"), "'data' must be an array");
        assertRefused(input("\"data\": [1], \"data\": [1]"), "'data' twice");
        assertRefused(input("\"data\": [1], \"parameters\": {\"binary_data_size\": 4}"), "both");
        assertRefused(input("\"parameters\": {}"), "neither");
        assertRefused(input("\"parameters\": {\"binary_data_size\": 4}"), "0 bytes are left");
        assertRefused(input("\"parameters\": {\"binary_data_size\": -4}"), "'binary_data_size'");
        assertRefused(input("\"data\": [1]").replace("[1, 3, 32, 32]", "[1, \"3\"]"), "'shape'");
        assertRefused(input("\"data\": [1]").replace("[1, 3, 32, 32]", "[99999999999999999999]"), "valid JSON");
        assertRefused("{\"inputs\": [{\"name\": \"image\", \"data\": [1]}]}", "no datatype");
        String short4 = input("\"parameters\": {\"binary_data_size\": 4}");
        assertRefused(utf8(short4 + "12345678"), Map.of(LENGTH, "" + short4.length()), "4 bytes follow");
    }

    @ParameterizedTest
    @CsvSource({"gzip,gzip", "deflate,deflate", "gzip,deflate"})
    void compression_worksBothWays(String coding, String accepted) throws IOException {
        InferAsk ask = InferAsk.rows(8).typed().outputs(InferAsk.Wanted.classes(10));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (OutputStream out = coding.equals("gzip") ? new GZIPOutputStream(body) : new DeflaterOutputStream(body)) {
            RestInferClient.JSON.writeValue(out, RestInferClient.header(ask));
        }
        HttpResponse<byte[]> answer = rest.exchange(
                PATH, body.toByteArray(), Map.of("Content-Encoding", coding, "Accept-Encoding", "br, " + accepted));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue(accepted);
        InputStream in = new ByteArrayInputStream(answer.body());
        try (InputStream plain = accepted.equals("gzip") ? new GZIPInputStream(in) : new InflaterInputStream(in)) {
            assertThat(RestInferClient.JSON.readTree(plain).at("/outputs/0/data"))
                    .hasSize(80);
        }
    }

    @Test
    void compressedBody_thatIsNone_orTooLarge_isRefused() throws IOException {
        assertRefused(utf8("{}"), Map.of("Content-Encoding", "gzip"), "malformed");
        assertRefused(utf8("{}"), Map.of("Content-Encoding", "deflate"), "malformed");
        HttpResponse<byte[]> unknown = rest.exchange(PATH, utf8("{}"), Map.of("Content-Encoding", "br"));
        assertThat(unknown.statusCode()).isEqualTo(415);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bomb)) {
            for (int i = 0; i < 64; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        assertThat(bomb.size()).isLessThan(1 << 17);
        HttpResponse<byte[]> answer = rest.exchange(PATH, bomb.toByteArray(), Map.of("Content-Encoding", "gzip"));
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void repositoryCalls_withFilesOfTheirOwn_areRefused() {
        HttpResponse<byte[]> answer = rest.exchange(
                "/v2/repository/models/cifar10/load",
                utf8("{\"parameters\": {\"file:1/model.onnx\": \"AAAA\"}}"),
                Map.of());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RestInferClient.read(answer).message()).contains("'file:1/model.onnx'");
    }

    private static String input(String more) {
        return "{\"inputs\": [{\"name\": \"image\", \"datatype\": \"FP32\", \"shape\": [1, 3, 32, 32], " + more + "}]}";
    }

    private HttpResponse<byte[]> post(JsonNode request) {
        return rest.exchange(PATH, RestInferClient.JSON.writeValueAsBytes(request), Map.of());
    }

    private static Optional<String> header(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue(LENGTH);
    }

    private void assertRefused(String body, String message) {
        assertRefused(utf8(body), Map.of(), message);
    }

    private void assertRefused(byte[] body, Map<String, String> headers, String message) {
        InferClient.Inferred answer = RestInferClient.read(rest.exchange(PATH, body, headers));
        assertThat(answer.code()).as(answer.message()).isEqualTo("400");
        assertThat(answer.message()).contains(message);
    }

    private static void assertError(HttpCaller.Answer answer, int status, String message) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/json");
        assertThat(answer.json().get("error").asString()).contains(message);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
