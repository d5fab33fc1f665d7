package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.rank.Prediction;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RestClassifyIT extends ClassifyContract {
    private static final String PATH = "/v1/classify";

    @Override
    Answer send(byte[] image, @Nullable String model, @Nullable String variant, @Nullable Integer topK) {
        List<String> query = new ArrayList<>();
        if (model != null) {
            query.add("model=" + model);
        }
        if (variant != null) {
            query.add("variant=" + variant);
        }
        if (topK != null) {
            query.add("topK=" + topK);
        }
        HttpCaller.Answer answer = rest.post(PATH + "?" + String.join("&", query), image, "image/png");
        JsonNode json = answer.json();
        if (answer.status() != 200) {
            assertThat(answer.type()).isEqualTo("application/problem+json");
            assertThat(json.get("status").asInt()).isEqualTo(answer.status());
            assertThat(json.get("instance").asString()).isEqualTo(PATH);
            assertThat(json.get("title").asString()).isNotBlank();
            return new Refused(
                    json.get("type").asString() + " " + answer.status(),
                    json.get("detail").asString());
        }
        List<Prediction> predictions = new ArrayList<>();
        for (JsonNode prediction : json.get("predictions")) {
            predictions.add(new Prediction(
                    prediction.get("label").asString(),
                    prediction.get("index").asInt(),
                    prediction.get("probability").floatValue()));
        }
        return new Answered(
                json.get("model").asString(),
                json.get("version").asInt(),
                json.get("variant").asString(),
                json.get("provider").asString(),
                predictions);
    }

    @Override
    String code(ErrorKind kind) {
        return "urn:reparam:problem:" + kind.label() + " " + TransportCodes.http(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/png",
                "image/jpeg",
                "application/octet-stream",
                "application/x-www-form-urlencoded",
                "application/json",
                "nonsense",
                ""
            })
    void post_anyContentType_isTakenAsRawBytes(String type) {
        byte[] png = SampleImages.first().png();
        assertThat(rest.post(PATH + "?topK=2", png, type.isEmpty() ? null : type)
                        .json()
                        .get("predictions"))
                .hasSize(2);
    }

    @Test
    void post_chunked_isRead() {
        assertThat(rest.postChunked(PATH, SampleImages.first().png()).status()).isEqualTo(200);
    }

    @Test
    void post_form_isTheSameAsRaw() {
        byte[] png = SampleImages.first().png();
        HttpCaller.Answer form = rest.postForm(PATH + "?variant=attention&topK=3", "image", png);
        HttpCaller.Answer raw = rest.post(PATH + "?variant=attention&topK=3", png, "image/png");
        assertThat(form.json().get("predictions")).isEqualTo(raw.json().get("predictions"));
        assertThat(form.json().get("variant").asString()).isEqualTo("attention");
    }

    @Test
    void post_formWithoutImage_isBadRequest() {
        assertProblem(rest.postForm(PATH, "picture", SampleImages.first().png()), 400, "no part named 'image'");
    }

    @Test
    void post_formOfMany_answersEach_andABadOneFailsAlone() {
        byte[] png = SampleImages.first().png();
        JsonNode results = rest.postForm(
                        PATH + "?topK=2",
                        "image",
                        png,
                        BadImages.text(),
                        SampleImages.all().get(1).png())
                .json()
                .get("results");
        assertThat(results).hasSize(3);
        assertThat(results.at("/0/classification/predictions"))
                .isEqualTo(rest.post(PATH + "?topK=2", png, null).json().get("predictions"));
        assertThat(results.at("/1/problem/type").asString()).isEqualTo("urn:reparam:problem:bad_image");
        assertThat(results.get(1).has("classification")).isFalse();
        assertThat(results.at("/2/classification/predictions")).hasSize(2);
    }

    @Test
    void post_json_isTheSameAsRaw_oneOrMany() {
        byte[] png = SampleImages.first().png();
        String base64 = Base64.getEncoder().encodeToString(png);
        JsonNode raw = rest.post(PATH, png, null).json().get("predictions");
        assertThat(json("{\"image\": \"" + base64 + "\"}").json().get("predictions"))
                .isEqualTo(raw);
        JsonNode results =
                json(" {\"images\": [\"AAAA\", \"" + base64 + "\"]}").json().get("results");
        assertThat(results).hasSize(2);
        assertThat(results.at("/0/problem/status").asInt()).isEqualTo(400);
        assertThat(results.at("/1/classification/predictions")).isEqualTo(raw);
        assertThat(json("{\"images\": [\"" + base64 + "\"]}").json().get("results"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"images\": []}",
                "{\"images\": 3}",
                "{\"images\": [3]}",
                "{\"picture\": \"AAAA\"}",
                "{\"image\": \"AAAA\", \"images\": [\"AAAA\"]}",
                "{\"image\": \"%%%\"}",
                "{\"image\": "
            })
    void post_impossibleJson_isBadRequest(String body) {
        HttpCaller.Answer answer = json(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("type").asString()).isEqualTo("urn:reparam:problem:bad_request");
    }

    @Test
    void post_moreImagesThanTheLimit_isTooLarge() {
        assertProblem(json("{\"images\": [" + "\"AAAA\",".repeat(64) + "\"AAAA\"]}"), 413, "more than 64 images");
        byte[][] files = new byte[65][3];
        assertProblem(rest.postForm(PATH, "image", files), 413, "more than 64 images");
        assertThat(rest.postForm(PATH, "image", Arrays.copyOf(files, 64)).json().get("results"))
                .hasSize(64);
    }

    private HttpCaller.Answer json(String body) {
        return rest.post(PATH, body.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    @Test
    void post_formOfText_isBadImage() {
        assertProblem(rest.postForm(PATH, "image", BadImages.text()), 400, "PNG, JPEG, WebP");
    }

    @Test
    void post_brokenForm_isBadRequest() {
        assertProblem(rest.post(PATH, BadImages.text(), "multipart/form-data; boundary=x"), 400, "form");
        assertProblem(rest.post(PATH, BadImages.text(), "multipart/form-data"), 400, "form");
    }

    @Test
    void post_hugeChunkedBody_isTooLarge() {
        assertProblem(rest.postChunked(PATH, BadImages.megabytes(20)), 413, "10485760");
    }

    @Test
    void post_hugeForm_isTooLarge() {
        assertProblem(rest.postForm(PATH, "image", BadImages.megabytes(20)), 413, "10485760");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1.5", "99999999999", "%20"})
    void post_topKThatIsNoNumber_isBadRequest(String topK) {
        assertProblem(rest.post(PATH + "?topK=" + topK, SampleImages.first().png(), null), 400, "whole number");
    }

    @Test
    void post_brokenChunk_isBadRequest() throws IOException {
        try (Socket socket = rest.connect()) {
            socket.getOutputStream()
                    .write(("POST " + PATH + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\nzz\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
        }
    }

    @Test
    void otherVerb_isNotAllowed() {
        assertProblem(rest.get(PATH), 405, "GET");
        assertProblem(rest.send(PATH, "DELETE", BodyPublishers.noBody(), null), 405, "DELETE");
    }

    @Test
    void unknownPath_isNotFound() {
        assertProblem(rest.get("/v1/nope"), 404, "nothing at this path");
        assertProblem(rest.post("/v1/nope", BadImages.text(), null), 404, "nothing at this path");
    }

    @Test
    void models_sayWhatIsServed() {
        JsonNode model = rest.get("/v1/models").json().at("/models/0");
        assertThat(model.get("name").asString()).isEqualTo("cifar10");
        assertThat(model.get("labels")).hasSize(10);
        assertThat(model.get("variants")).hasSize(2).allSatisfy(variant -> {
            assertThat(variant.get("sha256").asString()).hasSize(64);
            assertThat(variant.at("/provenance/testAccuracy").asDouble()).isBetween(0.0, 1.0);
        });
    }

    @Test
    void openApi_describesTheOperation() {
        JsonNode operation = rest.get("/v3/api-docs").json().at("/paths/~1v1~1classify/post");
        assertThat(operation.at("/requestBody/content").propertyNames())
                .contains(
                        "image/png",
                        "image/jpeg",
                        "application/octet-stream",
                        "application/json",
                        "multipart/form-data");
        assertThat(operation.get("responses").propertyNames())
                .contains("200", "400", "404", "413", "415", "429", "503", "504");
        assertThat(operation.get("parameters")).hasSize(4);
        assertThat(rest.get("/swagger-ui/index.html").status()).isEqualTo(200);
    }

    private static void assertProblem(HttpCaller.Answer answer, int status, String detail) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.json().get("detail").asString()).contains(detail);
        assertThat(answer.body()).doesNotContain("trace").doesNotContain("Exception");
    }
}
