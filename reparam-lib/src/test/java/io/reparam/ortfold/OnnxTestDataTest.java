package io.reparam.ortfold;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.FoldResult;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.InvalidOnnxException;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The ONNX project's own models, from Debian's libonnx-testdata: each folds to a model that computes what the original computes,
 * and where the original computes what is recorded beside it, so does the folded one.
 */
@Tag("onnx-testdata")
class OnnxTestDataTest {
    private static final Path DATA = Path.of("/usr/share/libonnx-testdata/data");
    private static final double RECORDED = 1e-3; // of the largest value: what ONNX's own test runner allows
    private static final double FOLDED = 1e-5;

    /** Types that ONNX Runtime's Java interface takes from a buffer. */
    private static final Set<String> FED =
            Set.of("FLOAT", "DOUBLE", "FLOAT16", "BFLOAT16", "INT8", "INT16", "INT32", "INT64", "UINT8", "BOOL");

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void fold_allModels() throws IOException {
        List<Path> models;
        try (Stream<Path> files = Files.walk(DATA)) {
            models = files.filter(file -> file.endsWith("model.onnx")).sorted().toList();
        }
        for (Path model : models) {
            count("models");
            try {
                tryOut(model);
            } catch (RuntimeException | OrtException e) {
                wrong.add(DATA.relativize(model) + " crashes: " + e);
            }
        }
        System.out.println("libonnx-testdata: " + counts);
        assertThat(wrong).isEmpty();
        assertThat(counts.get("models")).isGreaterThan(1000);
        assertThat(counts.get("equal to the original's run")).isGreaterThan(950);
        assertThat(counts.get("folded")).isGreaterThan(50);
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private void tryOut(Path file) throws IOException, OrtException {
        FoldResult result;
        try {
            result = new FoldPipeline(FoldRules.standard(), OrtEvaluator.afterReference()).run(OnnxFile.read(file));
        } catch (InvalidOnnxException e) {
            count("not read");
            return;
        }
        count(result.report().folds().isEmpty() ? "nothing to fold or refused" : "folded");
        byte[] original = Files.readAllBytes(file);
        byte[] folded = OnnxFile.bytes(result.graph());
        FoldResult twice = new FoldPipeline(FoldRules.standard(), OrtEvaluator.afterReference()).run(result.graph());
        if (!Arrays.equals(OnnxFile.bytes(twice.graph()), folded)) {
            wrong.add(DATA.relativize(file) + " folds again: " + twice.report().foldsByRule());
        }
        Map<String, OnnxTensor> feeds = feeds(file, ModelProto.parseFrom(original));
        List<double[]> expected;
        List<double[]> again;
        try {
            expected = run(original, feeds);
            again = run(original, feeds);
        } catch (OrtException | UnsupportedOperationException e) {
            count("not run by ONNX Runtime, original as it is");
            return;
        }
        if (!near(expected, again, 0)) {
            count("different at each run");
            return;
        }
        List<double[]> actual = run(folded, feeds);
        if (near(expected, actual, FOLDED)) {
            count("equal to the original's run");
        } else {
            wrong.add(DATA.relativize(file) + " computes something else after "
                    + result.report().foldsByRule());
        }
        List<double[]> recorded = recorded(file, expected.size());
        if (near(recorded, expected, RECORDED)) {
            if (near(recorded, actual, RECORDED)) {
                count("equal to the recorded output");
            } else {
                wrong.add(DATA.relativize(file) + " computes something else than recorded");
            }
        }
    }

    private List<double[]> run(byte[] model, Map<String, OnnxTensor> feeds) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            options.setIntraOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            List<double[]> outputs = new ArrayList<>();
            try (OrtSession session = environment.createSession(model, options)) {
                Map<String, OnnxTensor> wanted = new HashMap<>(feeds);
                wanted.keySet().retainAll(session.getInputNames());
                try (OrtSession.Result result = session.run(wanted)) {
                    for (Map.Entry<String, ai.onnxruntime.OnnxValue> value : result) {
                        if (!(value.getValue() instanceof OnnxTensor tensor)
                                || tensor.getInfo().type == OnnxJavaType.STRING) {
                            throw new UnsupportedOperationException("no numbers");
                        }
                        outputs.add(numbers(
                                tensor.getByteBuffer(), tensor.getInfo().type.name()));
                    }
                }
            }
            return outputs;
        }
    }

    private Map<String, OnnxTensor> feeds(Path file, ModelProto model) throws IOException, OrtException {
        Set<String> initializers = model.getGraph().getInitializerList().stream()
                .map(TensorProto::getName)
                .collect(Collectors.toSet());
        Map<String, OnnxTensor> feeds = new HashMap<>();
        int next = 0;
        for (ValueInfoProto input : model.getGraph().getInputList()) {
            if (!initializers.contains(input.getName())) {
                Path recorded = file.resolveSibling("test_data_set_0/input_" + next++ + ".pb");
                if (input.getType().hasTensorType() && Files.exists(recorded)) {
                    TensorProto tensor = TensorProto.parseFrom(Files.readAllBytes(recorded));
                    String name =
                            TensorProto.DataType.forNumber(tensor.getDataType()).name();
                    if (FED.contains(name) && tensor.hasRawData()) {
                        OnnxJavaType type = OnnxJavaType.valueOf(name);
                        ByteBuffer data = ByteBuffer.allocateDirect(
                                        tensor.getRawData().size())
                                .order(ByteOrder.nativeOrder());
                        tensor.getRawData().copyTo(data);
                        long[] dims = tensor.getDimsList().stream()
                                .mapToLong(Long::longValue)
                                .toArray();
                        feeds.put(input.getName(), OnnxTensor.createTensor(environment, data.flip(), dims, type));
                    }
                }
            }
        }
        return feeds;
    }

    private static List<double[]> recorded(Path file, int outputs) throws IOException {
        List<double[]> recorded = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            Path output = file.resolveSibling("test_data_set_0/output_" + i + ".pb");
            if (!Files.exists(output)) {
                return List.of();
            }
            TensorProto tensor = TensorProto.parseFrom(Files.readAllBytes(output));
            ByteBuffer data = ByteBuffer.wrap(tensor.getRawData().toByteArray());
            recorded.add(numbers(
                    data, TensorProto.DataType.forNumber(tensor.getDataType()).name()));
        }
        return recorded;
    }

    /** Floats of 32 and 64 bits as they are, everything else byte by byte. */
    private static double[] numbers(ByteBuffer bytes, String type) {
        ByteBuffer data = bytes.order(ByteOrder.LITTLE_ENDIAN);
        int width = type.equals("FLOAT") ? 4 : type.equals("DOUBLE") ? 8 : 1;
        double[] numbers = new double[data.remaining() / width];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = width == 4 ? data.getFloat() : width == 8 ? data.getDouble() : data.get();
        }
        return numbers;
    }

    private static boolean near(List<double[]> expected, List<double[]> actual, double tolerance) {
        boolean near = expected.size() == actual.size();
        for (int i = 0; near && i < expected.size(); i++) {
            double[] a = expected.get(i);
            double[] b = actual.get(i);
            near = a.length == b.length;
            double largest = 0;
            for (double value : a) {
                largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
            }
            for (int k = 0; near && k < a.length; k++) {
                near = Double.compare(a[k], b[k]) == 0 || Math.abs(a[k] - b[k]) <= tolerance * largest;
            }
        }
        return near;
    }
}
