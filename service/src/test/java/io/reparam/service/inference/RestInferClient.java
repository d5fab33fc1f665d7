package io.reparam.service.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.service.HttpCaller;
import io.reparam.service.TransportCodes;
import io.reparam.service.error.ErrorKind;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Plain HTTP. Raw asks and their answers are binary, typed ones are JSON. */
record RestInferClient(HttpCaller rest) implements InferClient {
    static final JsonMapper JSON = new JsonMapper();
    private static final String JSON_LENGTH = "Inference-Header-Content-Length";

    @Override
    public Inferred infer(InferAsk ask) {
        byte[] json = JSON.writeValueAsBytes(header(ask));
        HttpResponse<byte[]> answer;
        if (ask.raw()) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(json);
            body.writeBytes(ask.blob());
            answer = rest.exchange(
                    path(ask.model(), ask.version()) + "/infer",
                    body.toByteArray(),
                    Map.of(JSON_LENGTH, "" + json.length));
        } else {
            answer = rest.exchange(path(ask.model(), ask.version()) + "/infer", json, Map.of());
        }
        return read(answer);
    }

    static ObjectNode header(InferAsk ask) {
        ObjectNode request = JSON.createObjectNode().put("id", "7").put("model_name", "means nothing here");
        ObjectNode input = request.putArray("inputs").addObject();
        input.put("name", ask.input()).put("datatype", ask.datatype());
        ask.shape().forEach(input.putArray("shape")::add);
        ObjectNode inputParameters = input.putObject("parameters");
        ask.inputParameters().forEach(inputParameters::putPOJO);
        ObjectNode parameters = request.putObject("parameters");
        ask.parameters().forEach(parameters::putPOJO);
        if (ask.raw()) {
            inputParameters.put("binary_data_size", ask.blob().length);
            parameters.put("binary_data_output", true);
        } else {
            ArrayNode data = input.putArray("data");
            for (float value : ask.floats()) {
                data.add(value);
            }
            ask.elements().forEach(element -> data.add(Base64.getEncoder().encodeToString(element)));
        }
        if (!ask.outputs().isEmpty()) {
            ArrayNode outputs = request.putArray("outputs");
            ask.outputs().forEach(output -> {
                ObjectNode wanted = outputs.addObject().put("name", output.name());
                output.parameters().forEach(wanted.putObject("parameters")::putPOJO);
            });
        }
        return request;
    }

    static Inferred read(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != 200) {
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
            JsonNode failure = JSON.readTree(answer.body());
            assertThat(failure.propertyNames()).containsExactly("error");
            return new Inferred("" + answer.statusCode(), failure.get("error").asString(), "", "", "", List.of());
        }
        int length =
                answer.headers().firstValue(JSON_LENGTH).map(Integer::parseInt).orElse(answer.body().length);
        JsonNode json = JSON.readTree(answer.body(), 0, length);
        ByteBuffer blobs = ByteBuffer.wrap(answer.body(), length, answer.body().length - length);
        List<Output> outputs = new ArrayList<>();
        for (JsonNode output : json.get("outputs")) {
            List<Long> shape = new ArrayList<>();
            output.get("shape").forEach(size -> shape.add(size.asLong()));
            byte[] raw = raw(output, blobs);
            outputs.add(new Output(
                    output.get("name").asString(), output.get("datatype").asString(), shape, raw));
        }
        assertThat(blobs.remaining()).isZero();
        return new Inferred(
                "OK",
                "",
                json.get("model_name").asString(),
                json.get("model_version").asString(),
                json.path("id").asString(""),
                outputs);
    }

    private static byte[] raw(JsonNode output, ByteBuffer blobs) {
        if (!output.has("data")) {
            byte[] raw = new byte[output.at("/parameters/binary_data_size").asInt()];
            blobs.get(raw);
            return raw;
        }
        ByteBuffer raw = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (JsonNode value : output.get("data")) {
            if (value.isString()) {
                byte[] text = value.asString().getBytes(StandardCharsets.UTF_8);
                raw.putInt(text.length).put(text);
            } else {
                raw.putFloat(value.floatValue());
            }
        }
        return Arrays.copyOf(raw.array(), raw.position());
    }

    @Override
    public Answer server() {
        return get("/v2");
    }

    @Override
    public Answer serverReady() {
        return get("/v2/health/ready");
    }

    @Override
    public Answer metadata(String model, String version) {
        return get(path(model, version));
    }

    @Override
    public Answer ready(String model, String version) {
        return get(path(model, version) + "/ready");
    }

    @Override
    public Answer config(String model, String version) {
        return get(path(model, version) + "/config");
    }

    @Override
    public Answer statistics(String model, String version) {
        return get(model.isEmpty() ? "/v2/models/stats" : path(model, version) + "/stats");
    }

    @Override
    public Answer index(boolean readyOnly) {
        return post("/v2/repository/index", "{\"ready\": " + readyOnly + "}");
    }

    @Override
    public Answer load(String model) {
        return post("/v2/repository/models/" + model + "/load", "");
    }

    @Override
    public Answer unload(String model) {
        return post("/v2/repository/models/" + model + "/unload", "{\"parameters\": {\"unload_dependents\": false}}");
    }

    @Override
    public String code(ErrorKind kind) {
        return "" + TransportCodes.http(kind);
    }

    private Answer get(String path) {
        return answer(rest.get(path));
    }

    private Answer post(String path, String json) {
        return answer(rest.post(path, json.getBytes(StandardCharsets.UTF_8), null));
    }

    private static Answer answer(HttpCaller.Answer answer) {
        JsonNode json = answer.json();
        return answer.status() == 200
                ? new Answer("OK", "", json)
                : new Answer("" + answer.status(), json.path("error").asString(""), json);
    }

    private static String path(String model, String version) {
        return "/v2/models/" + model + (version.isEmpty() ? "" : "/versions/" + version);
    }
}
