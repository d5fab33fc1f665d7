package io.reparam.service.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reparam.ort.HostTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.Reals;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TensorType;
import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.Priority;
import io.reparam.service.repository.TritonConfig;
import io.reparam.service.runtime.NetInterface.Batching;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A repository of nets that others might have: of every type, layout and batch, as Triton takes it. */
class ForeignModelsTest {
    private static final Path REPOSITORY = Path.of("src/test/resources/cases/serve/repository");
    private static ServedModels models;

    @BeforeAll
    static void load() {
        models = LoadedModels.from(REPOSITORY.toString(), "");
    }

    @AfterAll
    static void close() {
        models.close();
    }

    @Test
    void everyOne_loads() {
        assertThat(models.all())
                .extracting(ServedModel::name)
                .contains(
                        "UPPER",
                        "dynamic_hw",
                        "external_data",
                        "fixed_batch4",
                        "float16",
                        "int64_out",
                        "nhwc",
                        "rank0_batchless",
                        "softmax_out",
                        "two_inputs",
                        "two_outputs",
                        "uint8_in",
                        "with.dot",
                        "with_pbtxt");
        assertThat(models.defaultModel()).as("callers must name one").isEmpty();
    }

    @Test
    void policyOfItsConfiguration_servesAllVersions_andItsLimitsHold() {
        assertThat(models.all())
                .filteredOn(model -> model.name().equals("with_pbtxt"))
                .extracting(ServedModel::version)
                .containsExactly(1, 2);
        ServedModel model = models.model("with_pbtxt");
        assertThat(model.maxBatch()).isEqualTo(4);
        assertThat(model.labels().orElseThrow().name(9)).isEqualTo("j");
        assertThat(Files.exists(REPOSITORY.resolve("with_pbtxt/" + TritonConfig.FILE)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "UPPER,FREE", "dynamic_hw,FREE", "external_data,FREE", "fixed_batch4,FIXED", "float16,FREE", "int64_out,FREE",
        "nhwc,FREE", "rank0_batchless,NONE", "softmax_out,FREE", "two_inputs,FREE", "two_outputs,FREE", "uint8_in,FREE",
        "with.dot,FREE", "with_pbtxt,FREE"
    })
    void answers_areThoseOfOnnxRuntime_alsoOfSeveralParts(String name, Batching batching) {
        ServedModel model = models.model(name);
        ServedVariant variant = model.variant(null);
        NetInterface net = variant.net();
        assertThat(net.batching()).isEqualTo(batching);
        int rows = net.batched() ? 11 : 1; // more than a run holds
        List<HostTensor> inputs = inputs(net, rows);
        List<HostTensor> served = variant.submit(inputs, rows, Deadline.NONE, Priority.NORMAL)
                .join()
                .value();
        Path file = REPOSITORY.resolve(name + "/" + model.version() + "/model.onnx");
        try (OrtModel alone = new OrtModel(file, SessionSettings.cpu(1))) {
            int step = batching == Batching.FIXED ? net.fixedRows() : rows;
            // a net of fixed rows alone can only be asked for whole runs
            for (int from = 0; from + step <= rows; from += step) {
                List<HostTensor> part = net.batched() ? TensorRows.part(inputs, from, step) : inputs;
                List<HostTensor> expected = alone.run(part);
                for (int i = 0; i < expected.size(); i++) {
                    HostTensor found = net.batched() ? served.get(i).rows(from, step) : served.get(i);
                    assertSame(found, expected.get(i));
                }
            }
        }
    }

    private static void assertSame(HostTensor found, HostTensor expected) {
        assertThat(found.type()).isEqualTo(expected.type());
        assertThat(found.shape()).isEqualTo(expected.shape());
        FloatBuffer a = Reals.from(found).slice();
        FloatBuffer b = Reals.from(expected).slice();
        float tolerance = found.type() == TensorType.FLOAT16 ? 1e-2f : 1e-4f;
        for (int i = 0; i < b.remaining(); i++) {
            assertThat(a.get(i)).isCloseTo(b.get(i), within(tolerance));
        }
    }

    private static List<HostTensor> inputs(NetInterface net, int rows) {
        Random random = new Random(3);
        List<HostTensor> inputs = new ArrayList<>();
        for (NetInterface.Port port : net.inputs()) {
            List<Long> shape = net.shape(port, rows).stream()
                    .map(size -> size < 0 ? 40L : size)
                    .toList();
            FloatBuffer values = FloatBuffer.allocate(Math.toIntExact(HostTensor.elements(shape)));
            while (values.hasRemaining()) {
                values.put(port.type().isReal() ? (float) random.nextGaussian() : random.nextInt(100));
            }
            inputs.add(Reals.of(port.type(), shape, values.flip()));
        }
        return inputs;
    }
}
