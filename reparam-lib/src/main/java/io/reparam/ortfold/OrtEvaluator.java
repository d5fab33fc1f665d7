package io.reparam.ortfold;

import io.reparam.fold.eval.Evaluation;
import io.reparam.fold.eval.GraphRun;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.NodeEvaluator;
import io.reparam.fold.eval.RandomOperators;
import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import io.reparam.ort.RawTensor;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TypedModel;
import io.reparam.ort.TypedValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs a node as a model of its own in ONNX Runtime, in the types that the graph says: an LSTM, a Split, a TopK. Loads ONNX
 * Runtime only when there is such a node.
 *
 * <p>Never: what draws random numbers, what quantizes, operators of other domains, and results that are large or of no known size.
 */
public final class OrtEvaluator implements NodeEvaluator {
    /** Elements of one result: 64 MiB of float32. */
    static final long LIMIT = 1L << 24;

    /** Of a run of several nodes: a Loop over constants may have no end. */
    private final Duration mostTime;

    public OrtEvaluator() {
        this(Duration.ofSeconds(3));
    }

    OrtEvaluator(Duration mostTime) {
        this.mostTime = mostTime;
    }

    /** The evaluator in float64 first, this one for the rest. */
    public static NodeEvaluator afterReference() {
        return new ReferenceEvaluator().orElse(new OrtEvaluator());
    }

    @Override
    public Evaluation evaluate(Node node, List<@Nullable NdArray> inputs, int opset) {
        if (RandomOperators.has(node, opset)) {
            return new Evaluation.Unsupported("it draws random numbers");
        }
        if (Operators.is(node, Trait.QUANTIZES)) {
            return new Evaluation.Unsupported("quantization is kept as it is");
        }
        if (dividesByZero(node, inputs)) {
            return new Evaluation.Unsupported("a whole number is divided by 0, which ends ONNX Runtime's process");
        }
        if (!node.domain().isEmpty()) {
            return new Evaluation.Unsupported("operators of domain '" + node.domain() + "' are not computed");
        }
        try (OrtModel model = new OrtModel(OnnxFile.bytes(alone(node, inputs, opset)), SessionSettings.reference(1))) {
            // what selects never gives more elements than its input has, times its rank
            if (!Operators.is(node, Trait.SELECTS)
                    && model.outputs().stream().anyMatch(output -> isLarge(output.shape()))) {
                return new Evaluation.Unsupported("its result has more than " + LIMIT + " elements or no known size");
            }
            List<NdArray> outputs = new ArrayList<>();
            for (RawTensor result : model.runWithoutInputs()) {
                ElementType type = ElementType.valueOf(result.type());
                outputs.add(NdArray.of(Tensor.of("", type, result.shape(), result.data())));
            }
            if (overflows(inputs, outputs)) {
                return new Evaluation.Unsupported("it overflows in 16 bits, and a runtime may compute in more");
            }
            return new Evaluation.Computed(outputs);
        } catch (OrtModelException | IllegalArgumentException | ArithmeticException e) {
            return new Evaluation.Unsupported(String.valueOf(e.getMessage()));
        }
    }

    /** Not beyond its time, and not where ONNX Runtime's process would end or Java would not get every character. */
    @Override
    public GraphRun run(Graph constant) {
        return ConstantGraph.checked(constant).either(this::runChecked, GraphRun.Failed::new);
    }

    private GraphRun runChecked(Graph constant) {
        try (TypedModel model = new TypedModel(OnnxFile.bytes(constant), null, SessionSettings.reference(1))) {
            Set<String> wanted = new LinkedHashSet<>();
            model.outputs().stream()
                    .filter(output -> !Set.of("SEQUENCE", "MAP").contains(output.type()))
                    .forEach(output -> wanted.add(output.name()));
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            model.run(Map.of(), wanted, mostTime).forEach((name, value) -> tensors.put(name, tensor(value)));
            return new GraphRun.Done(tensors);
        } catch (OrtModelException | IllegalArgumentException | ArithmeticException e) {
            return new GraphRun.Failed(String.valueOf(e.getMessage()));
        }
    }

    private static Tensor tensor(TypedValue value) {
        if (value instanceof TypedValue.Texts texts) {
            return Tensor.texts("", texts.shape(), texts.values());
        }
        if (value instanceof TypedValue.Numbers numbers) {
            ElementType type = ElementType.valueOf(numbers.type());
            Tensor tensor = Tensor.of("", type, numbers.shape(), numbers.data().clear());
            if (type.isReal() && type.bytes() == 2 && !isFinite(NdArray.of(tensor))) {
                throw new ArithmeticException("it overflows in 16 bits, and a runtime may compute in more");
            }
            return tensor;
        }
        throw new IllegalArgumentException("it is not a tensor");
    }

    @Override
    public NodeEvaluator inGraphTypes() {
        return this;
    }

    private static boolean dividesByZero(Node node, List<@Nullable NdArray> inputs) {
        NdArray divisor = node.is("Div") || node.is("Mod") ? inputs.get(1) : null;
        return divisor != null && endsProcess(divisor);
    }

    /** Whether one of these divisors may be fatal: 0, or -1 of the smallest integer, which processors treat alike. */
    static boolean endsProcess(NdArray divisor) {
        return !divisor.type().isReal() && Arrays.stream(divisor.values()).anyMatch(value -> value == 0 || value == -1);
    }

    private static boolean overflows(List<@Nullable NdArray> inputs, List<NdArray> outputs) {
        return outputs.stream()
                        .anyMatch(array -> array.type().isReal() && array.type().bytes() == 2 && !isFinite(array))
                && inputs.stream().allMatch(array -> array == null || isFinite(array));
    }

    private static boolean isFinite(NdArray array) {
        return !array.type().isReal() || Arrays.stream(array.values()).allMatch(Double::isFinite);
    }

    /** A model of the node alone: its inputs are initializers, the types of its outputs are left to the runtime. */
    private static Graph alone(Node node, List<@Nullable NdArray> inputs, int opset) {
        GraphBuilder builder = GraphBuilder.of("constant").irVersion(8).opset(opset);
        for (String input : Set.copyOf(node.inputs())) {
            NdArray value = inputs.get(node.inputs().indexOf(input));
            if (value != null) {
                builder.initializer(value.toTensor(input));
            }
        }
        node.outputs().stream().filter(name -> !name.isEmpty()).forEach(name -> builder.output(Value.named(name)));
        return builder.node(node).build();
    }

    private static boolean isLarge(List<Long> shape) {
        long size = 1;
        for (long dim : shape) {
            if (dim < 0 || dim > LIMIT || size * dim > LIMIT) {
                return true;
            }
            size *= dim;
        }
        return false;
    }
}
