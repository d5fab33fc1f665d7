package io.reparam.ort;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * A loaded model: owns the native session. Any number of threads may run it at once; {@link #close} only when none does.
 */
public final class OrtModel implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;
    private final SessionSettings settings;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private final List<String> otherOutputs;
    private final Map<String, String> metadata;

    @FunctionalInterface
    private interface Opening {
        OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException;
    }

    /**
     * @param onnx the bytes of the file
     * @throws OrtModelException if it is not an ONNX model, ONNX Runtime cannot run it, or the provider is not available here
     */
    public OrtModel(byte[] onnx, SessionSettings settings) {
        this(settings, (environment, options) -> environment.createSession(onnx, options));
    }

    /**
     * @param onnx a file; its weights may be in other files beside it
     * @throws OrtModelException if it is not an ONNX model, ONNX Runtime cannot run it, or the provider is not available here
     */
    public OrtModel(Path onnx, SessionSettings settings) {
        this(settings, (environment, options) -> environment.createSession(onnx.toString(), options));
    }

    private OrtModel(SessionSettings settings, Opening opening) {
        this.settings = settings;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(settings.threads());
            options.setInterOpNumThreads(1);
            // every error is an exception with the same text; a second copy on stderr helps nobody
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            // a waiting thread that spins takes the CPU from the next request
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.setOptimizationLevel(
                    settings.optimize()
                            ? OrtSession.SessionOptions.OptLevel.ALL_OPT
                            : OrtSession.SessionOptions.OptLevel.NO_OPT);
            if (settings.provider() == Provider.CUDA) {
                addCuda(options, settings);
            }
            session = opening.open(environment, options);
        } catch (OrtException e) {
            throw new OrtModelException("ONNX Runtime cannot load the model: " + e.getMessage(), e);
        }
        try {
            inputs = specs(session.getInputInfo().values());
            List<String> others = new ArrayList<>();
            outputs = specs(tensors(session.getOutputInfo().values(), others));
            otherOutputs = List.copyOf(others);
            metadata = Map.copyOf(session.getMetadata().getCustomMetadata());
        } catch (OrtException e) {
            close();
            throw new OrtModelException("the model's description cannot be read: " + e.getMessage(), e);
        }
    }

    public SessionSettings settings() {
        return settings;
    }

    public List<TensorSpec> inputs() {
        return inputs;
    }

    public List<TensorSpec> outputs() {
        return outputs;
    }

    /** Outputs that are not tensors, such as the maps that scikit-learn's classifiers give beside one; nobody reads them here. */
    public List<String> otherOutputs() {
        return otherOutputs;
    }

    /** The file's {@code metadata_props}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /**
     * Runs the model, with new memory for its outputs. Half and double precision is converted on the way.
     *
     * @param feeds a tensor for each input, by name
     * @return a tensor for each output, by name, in the model's order
     * @throws OrtModelException if a shape does not fit, an input or output is not floating-point, or the run fails
     */
    public Map<String, FloatTensor> run(Map<String, FloatTensor> feeds) {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, FloatTensor> feed : feeds.entrySet()) {
                tensors.put(feed.getKey(), TensorConversion.of(environment, input(feed.getKey()), feed.getValue()));
            }
            Map<String, FloatTensor> results = new LinkedHashMap<>();
            try (OrtSession.Result result = session.run(tensors)) {
                for (TensorSpec output : outputs) {
                    results.put(
                            output.name(),
                            TensorConversion.read(
                                    output, result.get(output.name()).orElseThrow()));
                }
            }
            return results;
        } catch (OrtException e) {
            throw new OrtModelException("the model did not run: " + e.getMessage(), e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    /**
     * Runs the model on tensors of any type, with new memory for its outputs.
     *
     * @param feeds one for each input, in the model's order
     * @return one for each of {@link #outputs}, in their order
     * @throws OrtModelException if a type or shape does not fit, or the run fails
     */
    public List<HostTensor> run(List<HostTensor> feeds) {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        Set<String> wanted = new LinkedHashSet<>();
        outputs.forEach(output -> wanted.add(output.name()));
        try {
            for (int i = 0; i < feeds.size(); i++) {
                tensors.put(inputs.get(i).name(), AnyTensor.of(environment, feeds.get(i)));
            }
            List<HostTensor> results = new ArrayList<>();
            try (OrtSession.Result result = session.run(tensors, wanted)) {
                for (TensorSpec output : outputs) {
                    if (result.get(output.name()).orElse(null) instanceof OnnxTensor tensor) {
                        results.add(AnyTensor.read(output, tensor));
                    } else {
                        throw new OrtModelException("output '" + output.name() + "' is absent in this run");
                    }
                }
            }
            return results;
        } catch (OrtException e) {
            throw new OrtModelException("the model did not run: " + e.getMessage(), e);
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    /**
     * Runs a model that has no inputs.
     *
     * @return its outputs, of any numeric type, in the model's order
     * @throws OrtModelException if an output is not a tensor of numbers, or the run fails
     */
    public List<RawTensor> runWithoutInputs() {
        List<RawTensor> results = new ArrayList<>();
        try (OrtSession.Result result = session.run(Map.of())) {
            for (TensorSpec output : outputs) {
                if (!(result.get(output.name()).orElseThrow() instanceof OnnxTensor tensor)) {
                    throw new OrtModelException("output '" + output.name() + "' is not a dense tensor");
                }
                if (tensor.getInfo().type == OnnxJavaType.STRING) {
                    throw new OrtModelException("output '" + output.name() + "' is text");
                }
                // its Java type calls unsigned integers signed ones
                String type = tensor.getInfo().onnxType.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "");
                results.add(new RawTensor(type, tensor.getInfo().getShape(), tensor.getByteBuffer()));
            }
            return results;
        } catch (OrtException e) {
            throw new OrtModelException("the model did not run: " + e.getMessage(), e);
        }
    }

    /**
     * Binds a model of one float32 input and one float32 output to memory that is read and written in place, for as many runs as the caller wants.
     *
     * @throws OrtModelException if the model has more inputs or outputs than one
     */
    public BoundRun bind(FloatTensor input, FloatTensor output) {
        if (inputs.size() != 1 || outputs.size() != 1) {
            throw new OrtModelException(
                    "only a model of one input and one output can be bound, not one of " + inputs + " and " + outputs);
        }
        try {
            OnnxTensor in = wrap(input);
            try {
                return new BoundRun(
                        session, inputs.get(0).name(), in, outputs.get(0).name(), wrap(output));
            } catch (OrtException | RuntimeException e) {
                in.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new OrtModelException("memory cannot be bound: " + e.getMessage(), e);
        }
    }

    /**
     * Runs a model of one float32 input and one float32 output once, which is written in place.
     *
     * @throws OrtModelException if a shape does not fit or the run fails
     */
    public void run(FloatTensor input, FloatTensor output) {
        try (BoundRun run = bind(input, output)) {
            run.run();
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

    /** ONNX Runtime's version, such as 1.28.0. */
    public static String version() {
        return OrtEnvironment.getEnvironment().getVersion();
    }

    private TensorSpec input(String name) {
        return inputs.stream()
                .filter(input -> input.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new OrtModelException("the model has no input '" + name + "'"));
    }

    private OnnxTensor wrap(FloatTensor tensor) throws OrtException {
        FloatBuffer data = tensor.data().duplicate().clear();
        return OnnxTensor.createTensor(environment, data, tensor.shape());
    }

    private static void addCuda(OrtSession.SessionOptions options, SessionSettings settings) {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(settings.device())) {
            if (settings.deviceMemory() > 0) {
                cuda.add("gpu_mem_limit", Long.toString(settings.deviceMemory()));
            }
            options.addCUDA(cuda);
        } catch (OrtException e) {
            // the code differs: ORT_EP_FAIL without the GPU jar, ORT_FAIL without the CUDA libraries
            throw new ProviderUnavailableException(Provider.CUDA, e);
        }
    }

    /** Without tensors among them, they all stay, so that the message names one. */
    private static List<NodeInfo> tensors(Collection<NodeInfo> nodes, List<String> others) {
        List<NodeInfo> tensors = nodes.stream()
                .filter(node -> node.getInfo() instanceof TensorInfo)
                .toList();
        if (tensors.isEmpty()) {
            return List.copyOf(nodes);
        }
        nodes.stream().filter(node -> !tensors.contains(node)).forEach(node -> others.add(node.getName()));
        return tensors;
    }

    /** Java's binding has one type for signed and unsigned; ONNX's own name tells them apart. */
    private static String typeName(TensorInfo info) {
        return info.onnxType.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "");
    }

    private static List<TensorSpec> specs(Collection<NodeInfo> nodes) {
        List<TensorSpec> specs = new ArrayList<>();
        for (NodeInfo node : nodes) {
            if (node.getInfo() instanceof TensorInfo info) {
                List<Long> shape = LongStream.of(info.getShape()).boxed().toList();
                specs.add(new TensorSpec(node.getName(), typeName(info), shape));
            } else {
                throw new OrtModelException(
                        "'" + node.getName() + "' is not a tensor; sequences and maps have no place here");
            }
        }
        return List.copyOf(specs);
    }
}
