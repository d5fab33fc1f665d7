package io.reparam.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model with inputs and outputs of any type, on the CPU, with new memory for each run and no pool that keeps it: for
 * proofs, which run a few times and load many models. One thread at a time.
 */
public final class TypedModel implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final List<TypedSpec> inputs;
    private final List<TypedSpec> outputs;

    @FunctionalInterface
    private interface Opening {
        OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException;
    }

    /**
     * @param onnx a file; its weights may be in other files beside it
     * @throws OrtModelException if it is not an ONNX model, or ONNX Runtime cannot run it
     */
    public TypedModel(Path onnx, SessionSettings settings) {
        this(settings, null, (environment, options) -> environment.createSession(onnx.toString(), options));
    }

    /**
     * @param folder where weights in other files are; null if there are none
     * @throws OrtModelException if these are not the bytes of an ONNX model, or ONNX Runtime cannot run it
     */
    public TypedModel(byte[] onnx, @Nullable Path folder, SessionSettings settings) {
        this(settings, folder, (environment, options) -> environment.createSession(onnx, options));
    }

    private TypedModel(SessionSettings settings, @Nullable Path folder, Opening opening) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(settings.threads());
            options.setInterOpNumThreads(1);
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            if (folder != null) {
                options.addConfigEntry("session.model_external_initializers_file_folder_path", folder.toString());
            }
            options.setOptimizationLevel(
                    settings.optimize()
                            ? OrtSession.SessionOptions.OptLevel.ALL_OPT
                            : OrtSession.SessionOptions.OptLevel.NO_OPT);
            session = opening.open(environment, options);
        } catch (OrtException e) {
            throw new OrtModelException("ONNX Runtime cannot load the model: " + e.getMessage(), e);
        }
        try {
            inputs = specs(session.getInputInfo().values());
            outputs = specs(session.getOutputInfo().values());
        } catch (OrtException e) {
            close();
            throw new OrtModelException("the model's description cannot be read: " + e.getMessage(), e);
        }
    }

    public List<TypedSpec> inputs() {
        return inputs;
    }

    /** Each name once. */
    public List<TypedSpec> outputs() {
        return outputs;
    }

    /**
     * Runs the model.
     *
     * @param feeds a tensor for each input, by name
     * @return every output, by name, in the model's order
     * @throws OrtModelException if a shape or type does not fit, or the run fails
     */
    public Map<String, TypedValue> run(Map<String, TypedValue> feeds) {
        return run(
                feeds, new LinkedHashSet<>(outputs.stream().map(TypedSpec::name).toList()));
    }

    /** The same for some of the outputs, or none. */
    public Map<String, TypedValue> run(Map<String, TypedValue> feeds, Set<String> wanted) {
        return run(feeds, wanted, Stop.never());
    }

    /**
     * The same, ended when the time is over, which ONNX Runtime does between two nodes, in loops as well.
     *
     * @throws OrtModelException in that case, too
     */
    public Map<String, TypedValue> run(Map<String, TypedValue> feeds, Set<String> wanted, Duration most) {
        try (Stop stop = Stop.after(most)) {
            return run(feeds, wanted, stop);
        }
    }

    private Map<String, TypedValue> run(Map<String, TypedValue> feeds, Set<String> wanted, Stop stop) {
        if (wanted.isEmpty()) {
            return Map.of(); // ONNX Runtime refuses to be asked for nothing
        }
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, TypedValue> feed : feeds.entrySet()) {
                tensors.put(feed.getKey(), TypedValues.tensor(environment, feed.getValue()));
            }
            Map<String, TypedValue> results = new LinkedHashMap<>();
            try (OrtSession.Result result = session.run(tensors, wanted, stop.options())) {
                for (String name : wanted) {
                    results.put(name, TypedValues.read(name, result.get(name).orElse(null)));
                }
            }
            return results;
        } catch (OrtException e) {
            throw new OrtModelException("the model did not run: " + e.getMessage(), e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("a session is closed once", e);
        }
    }

    private static List<TypedSpec> specs(Collection<NodeInfo> nodes) {
        List<TypedSpec> specs = new ArrayList<>();
        for (NodeInfo node : nodes) {
            if (node.getInfo() instanceof TensorInfo info) {
                List<Long> shape = LongStream.of(info.getShape()).boxed().toList();
                specs.add(new TypedSpec(
                        node.getName(), TypedValues.type(info), shape, List.of(info.getDimensionNames())));
            } else {
                String type = node.getInfo() instanceof SequenceInfo ? "SEQUENCE" : "MAP";
                specs.add(new TypedSpec(node.getName(), type, List.of(), List.of()));
            }
        }
        return List.copyOf(specs);
    }
}
