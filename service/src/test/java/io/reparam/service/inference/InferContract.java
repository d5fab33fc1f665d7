package io.reparam.service.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reparam.service.BadImages;
import io.reparam.service.SampleImages;
import io.reparam.service.StartedService;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.inference.InferAsk.Wanted;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What both transports promise of the Open Inference Protocol; each runs these tests with a client of its own. */
abstract class InferContract extends StartedService {
    abstract InferClient client();

    @Test
    void server_saysWhatItCanDo_andIsReady() {
        JsonNode server = client().server().json();
        assertThat(server.get("name").asString()).isEqualTo("reparam");
        assertThat(texts(server.get("extensions")))
                .contains("binary_tensor_data", "classification", "model_repository", "statistics");
        assertThat(client().serverReady().json().get("ready").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cifar10", "cifar10.attention", "cifar10.reparam"})
    void metadata_describesBothTensors(String model) {
        for (String version : List.of("", "1")) {
            JsonNode metadata = client().metadata(model, version).json();
            assertThat(metadata.get("name").asString()).isEqualTo(model);
            assertThat(texts(metadata.get("versions"))).containsExactly("1");
            assertThat(metadata.get("platform").asString()).isEqualTo("onnxruntime_onnx");
            assertThat(metadata.at("/inputs/0/name").asString()).isEqualTo(InferAsk.INPUT);
            assertThat(metadata.at("/inputs/0/datatype").asString()).isEqualTo("FP32");
            assertThat(numbers(metadata.at("/inputs/0/shape"))).containsExactly(-1L, 3L, 32L, 32L);
            assertThat(metadata.at("/outputs/0/name").asString()).isEqualTo(InferAsk.OUTPUT);
            assertThat(numbers(metadata.at("/outputs/0/shape"))).containsExactly(-1L, 10L);
            assertThat(client().ready(model, version).json().get("ready").asBoolean())
                    .isTrue();
        }
    }

    @Test
    void config_hasWhatImageClientsLookFor() {
        JsonNode config = client().config("cifar10", "").json();
        assertThat(config.get("platform").asString()).isEqualTo("onnxruntime_onnx");
        assertThat(config.get("max_batch_size").asInt()).isEqualTo(maxBatch());
        assertThat(config.at("/input/0/data_type").asString()).isEqualTo("TYPE_FP32");
        assertThat(config.at("/input/0/format").asString()).isEqualTo("FORMAT_NCHW");
        assertThat(numbers(config.at("/input/0/dims"))).containsExactly(3L, 32L, 32L);
        assertThat(numbers(config.at("/output/0/dims"))).containsExactly(10L);
        assertThat(config.at("/instance_group/0/count").asInt()).isPositive();
        assertThat(config.at("/dynamic_batching/priority_levels").asInt()).isEqualTo(3);
        assertThat(config.at("/output/0/label_filename").asString()).isEqualTo("labels.txt");
    }

    @Test
    void unknownNames_areNotFound_whateverIsAsked() {
        for (String[] name : new String[][] {
            {"resnet", ""}, {"cifar10.fast", ""}, {"cifar10", "9"}, {"cifar10", "x"}, {"cifar10", "99999999999"}
        }) {
            InferAsk ask = InferAsk.rows(1).model(name[0]).version(name[1]);
            List<String> codes = List.of(
                    client().infer(ask).code(),
                    client().metadata(name[0], name[1]).code(),
                    client().config(name[0], name[1]).code(),
                    client().statistics(name[0], name[1]).code());
            assertThat(codes).containsOnly(client().code(ErrorKind.UNKNOWN_MODEL));
        }
        assertThat(client().infer(InferAsk.rows(1).model("resnet")).message()).contains("'resnet'", "cifar10");
    }

    @Test
    void infer_rawAndTyped_giveTheSame() {
        InferClient.Inferred raw = answered(InferAsk.rows(2));
        InferClient.Inferred typed = answered(InferAsk.rows(2).typed());
        assertThat(raw.id()).isEqualTo("7");
        assertThat(raw.model()).isEqualTo(InferAsk.MODEL);
        assertThat(raw.version()).isEqualTo("1");
        assertThat(raw.output().name()).isEqualTo(InferAsk.OUTPUT);
        assertThat(raw.output().datatype()).isEqualTo("FP32");
        assertThat(raw.output().shape()).containsExactly(2L, 10L);
        assertThat(Arrays.equals(raw.output().raw(), typed.output().raw())).isTrue();
    }

    @Test
    void infer_rowsTogether_eachGetsItsOwnAnswer() {
        InferAsk all = InferAsk.rows(maxBatch());
        float[] together = answered(all).output().floats();
        for (int row : new int[] {0, 1, maxBatch() - 1}) {
            float[] floats = Arrays.copyOfRange(all.floats(), row * InferAsk.ROW, (row + 1) * InferAsk.ROW);
            InferAsk one = new InferAsk(
                    all.model(),
                    "1",
                    all.input(),
                    "FP32",
                    List.of(1L, 3L, 32L, 32L),
                    floats,
                    List.of(),
                    true,
                    Map.of(),
                    List.of(),
                    Map.of());
            float[] alone = answered(one).output().floats();
            for (int i = 0; i < InferAsk.CLASSES; i++) {
                assertThat(together[row * InferAsk.CLASSES + i]).isCloseTo(alone[i], within(1e-4f));
            }
        }
    }

    @Test
    void infer_variants_differ() {
        float[] reparam = answered(InferAsk.rows(1)).output().floats();
        float[] attention =
                answered(InferAsk.rows(1).model("cifar10.attention")).output().floats();
        assertThat(Arrays.equals(reparam, attention)).isFalse();
    }

    @Test
    void infer_inputThatDoesNotFit_isRefusedWithTheReason() {
        InferAsk good = InferAsk.rows(1);
        assertRefused(good.input("picture"), "'picture'");
        assertRefused(good.datatype("INT8"), "'INT8'");
        assertRefused(good.datatype("BYTES"), "BYTES");
        assertRefused(good.shape(3L, 32L, 32L), "[3, 32, 32]");
        assertRefused(good.shape(1L, 3L, 32L, 31L), "[1, 3, 32, 31]");
        assertRefused(good.shape(new Long[0]), "[]");
        assertRefused(good.shape(0L, 3L, 32L, 32L), "batch is 0");
        assertRefused(good.shape(-1L, 3L, 32L, 32L), "batch is -1");
        assertRefused(good.shape(Long.MAX_VALUE, 3L, 32L, 32L), "batch is " + Long.MAX_VALUE);
        assertRefused(InferAsk.rows(maxBatch() + 1), "batch is " + (maxBatch() + 1));
        assertRefused(good.inputParameters(Map.of("shared_memory_region", "r")), "shared memory");
    }

    @Test
    void infer_tooFewOrTooManyValues_areRefused() {
        for (InferAsk ask : List.of(InferAsk.rows(1), InferAsk.rows(1).typed())) {
            assertRefused(ask.shape(2L, 3L, 32L, 32L), "needs");
        }
        for (InferAsk ask : List.of(InferAsk.rows(2), InferAsk.rows(2).typed())) {
            assertRefused(ask.shape(1L, 3L, 32L, 32L), "needs");
        }
    }

    @Test
    void infer_outputsThatDoNotFit_areRefused() {
        InferAsk good = InferAsk.rows(1);
        Wanted logits = new Wanted(InferAsk.OUTPUT, Map.of());
        assertRefused(good.outputs(new Wanted("x", Map.of())), "'x'");
        assertRefused(good.outputs(Wanted.classes(-1)), "classification");
        assertThat(answered(good.outputs(logits)).output().datatype()).isEqualTo("FP32");
    }

    @Test
    void infer_sameOutputTwice_orMoreClassesThanThereAre_isAnsweredAsTritonDoes() {
        InferAsk good = InferAsk.rows(1);
        Wanted logits = new Wanted(InferAsk.OUTPUT, Map.of());
        assertThat(answered(good.outputs(logits, logits)).output().datatype()).isEqualTo("FP32");
        assertThat(answered(good.outputs(Wanted.classes(11))).output().texts()).hasSize(10);
    }

    @Test
    void classification_isTheHighestValuesWithTheirLabels() {
        float[] values = answered(InferAsk.rows(2)).output().floats();
        for (InferAsk ask : List.of(InferAsk.rows(2), InferAsk.rows(2).typed())) {
            InferClient.Output output = answered(ask.outputs(Wanted.classes(3))).output();
            assertThat(output.datatype()).isEqualTo("BYTES");
            assertThat(output.shape()).containsExactly(2L, 3L);
            assertThat(output.texts()).hasSize(6).allMatch(text -> text.matches("-?\\d+\\.\\d{6}:\\d:[a-z]+"));
            float last = Float.MAX_VALUE;
            for (String text : output.texts().subList(0, 3)) {
                String[] parts = text.split(":", -1);
                float value = values[Integer.parseInt(parts[1])];
                assertThat(parts[0]).isEqualTo(String.format(Locale.ROOT, "%.6f", value));
                assertThat(value).isLessThanOrEqualTo(last);
                last = value;
            }
        }
    }

    @Test
    void encodedImages_areClassifiedAsByTheImageEndpoint() {
        byte[][] files = SampleImages.all().stream()
                .limit(4)
                .map(SampleImages.Sample::png)
                .toArray(byte[][]::new);
        for (InferAsk ask :
                List.of(InferAsk.images(files), InferAsk.images(files).typed())) {
            List<String> texts =
                    answered(ask.outputs(Wanted.classes(1))).output().texts();
            for (int i = 0; i < files.length; i++) {
                String label = rest.post("/v1/classify?topK=1&variant=reparam", files[i], "image/png")
                        .json()
                        .at("/predictions/0/label")
                        .asString();
                assertThat(texts.get(i)).endsWith(":" + label);
            }
        }
    }

    @Test
    void encodedImages_thatAreNone_areRefused() {
        byte[] good = SampleImages.first().png();
        assertRefused(InferAsk.images(good, BadImages.text()), ErrorKind.BAD_IMAGE, "PNG, JPEG, WebP");
        assertRefused(InferAsk.images(BadImages.cut(good)), ErrorKind.BAD_IMAGE, "truncated");
        assertRefused(InferAsk.images(BadImages.avif()), ErrorKind.UNSUPPORTED_MEDIA, "AVIF");
        assertRefused(InferAsk.images(BadImages.hugePng()), ErrorKind.TOO_LARGE, "60000x60000");
        assertRefused(InferAsk.images(good).shape(2L), "needs 2");
        assertRefused(InferAsk.images(good).shape(1L, 1L), "must be [N]");
    }

    @Test
    void schedulePolicy_isKept() {
        assertRefused(
                InferAsk.rows(1).parameters(Map.of("timeout", 1L)),
                ErrorKind.DEADLINE_EXCEEDED,
                "before the model ran");
        for (long priority : new long[] {0, 1, 2, 1000}) {
            answered(InferAsk.rows(1).parameters(Map.of("timeout", 60_000_000L, "priority", priority)));
        }
        assertRefused(InferAsk.rows(1).parameters(Map.of("timeout", -1L)), "'timeout'");
        assertRefused(InferAsk.rows(1).parameters(Map.of("timeout", "soon")), "'timeout'");
        answered(InferAsk.rows(1).parameters(Map.of("sequence_id", 7L, "anything", "else")));
    }

    @Test
    void statistics_countRowsAndRequests() {
        JsonNode before = statistics();
        answered(InferAsk.rows(2));
        answered(InferAsk.rows(1).typed());
        client().infer(InferAsk.rows(1).input("picture"));
        JsonNode after = statistics();
        assertThat(grown(before, after, "/inference_count")).isEqualTo(3);
        assertThat(grown(before, after, "/execution_count")).isBetween(1L, 3L);
        for (String kind : List.of("success", "queue", "compute_input", "compute_infer", "compute_output")) {
            assertThat(grown(before, after, "/inference_stats/" + kind + "/count"))
                    .as(kind)
                    .isEqualTo(2);
        }
        assertThat(grown(before, after, "/inference_stats/fail/count")).isEqualTo(1);
        assertThat(grown(before, after, "/inference_stats/compute_infer/ns")).isPositive();
        assertThat(after.get("last_inference").asLong()).isPositive();
        assertThat(client().statistics("", "").json().get("model_stats")).hasSize(2);
    }

    @Test
    void repository_listsTheVersions_andRefusesChangesWhileItPolls() {
        for (boolean readyOnly : new boolean[] {true, false}) {
            JsonNode index = client().index(readyOnly).json();
            assertThat(index).hasSize(1);
            assertThat(index.at("/0/name").asString()).isEqualTo("cifar10");
            assertThat(index.at("/0/version").asString()).isEqualTo("1");
            assertThat(index.at("/0/state").asString()).isEqualTo("READY");
        }
        for (InferClient.Answer answer : List.of(client().load("cifar10"), client().unload("cifar10"))) {
            assertThat(answer.code()).isEqualTo(client().code(ErrorKind.BAD_REQUEST));
            assertThat(answer.message()).contains("explicit");
        }
    }

    InferClient.Inferred answered(InferAsk ask) {
        InferClient.Inferred answer = client().infer(ask);
        assertThat(answer.code()).as(answer.message()).isEqualTo("OK");
        return answer;
    }

    void assertRefused(InferAsk ask, String message) {
        assertRefused(ask, ErrorKind.BAD_REQUEST, message);
    }

    private void assertRefused(InferAsk ask, ErrorKind kind, String message) {
        InferClient.Inferred answer = client().infer(ask);
        assertThat(answer.code()).as(answer.message()).isEqualTo(client().code(kind));
        assertThat(answer.message()).contains(message);
    }

    private int maxBatch() {
        return client().config(InferAsk.MODEL, "").json().get("max_batch_size").asInt();
    }

    private JsonNode statistics() {
        return client().statistics(InferAsk.MODEL, "1").json().at("/model_stats/0");
    }

    private static long grown(JsonNode before, JsonNode after, String path) {
        return after.at(path).asLong() - before.at(path).asLong();
    }

    private static Stream<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString);
    }

    private static Stream<Long> numbers(JsonNode array) {
        return array.valueStream().map(JsonNode::asLong);
    }
}
