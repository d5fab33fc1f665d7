package io.reparam.fold.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.reparam.graph.Attributes;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Tensor;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator against ONNX Runtime. */
class ReferenceEvaluatorTest {
    private static final Attributes NONE = Attributes.none();

    /** An input of this shape; values around 1 and above 0, for roots and logarithms. */
    private record In(long... dims) {}

    /** A constant input of whole numbers. */
    private record Whole(long... values) {}

    static Stream<Arguments> operators() {
        In image = new In(2, 3, 4, 5);
        return Stream.of(
                op("Relu", NONE, image),
                op("LeakyRelu", NONE.withFloat("alpha", 0.3f), image),
                op("Sigmoid", NONE, image),
                op("HardSigmoid", NONE.withFloat("alpha", 0.4f).withFloat("beta", 0.1f), image),
                op("HardSwish", NONE, image),
                op("Tanh", NONE, image),
                op("Exp", NONE, image),
                op("Log", NONE, image),
                op("Sqrt", NONE, image),
                op("Softplus", NONE, image),
                op("Neg", NONE, image),
                op("Identity", NONE, image),
                op("Add", NONE, image, new In(3, 1, 1)),
                op("Sub", NONE, new In(5), image),
                op("Mul", NONE, new In(1, 3, 1, 1), image),
                op("Div", NONE, image, new In(4, 1)),
                op("Pow", NONE, image, new In(1)),
                op("Max", NONE, image, new In(1, 3, 1, 1)),
                op("GlobalAveragePool", NONE, image),
                op("GlobalMaxPool", NONE, image),
                op("ReduceMean", NONE.withInts("axes", 2, 3), image),
                op("ReduceMean", NONE.withInts("axes", -1).withInt("keepdims", 0), image),
                op("ReduceMean", NONE, image),
                op("ReduceSum", NONE, image, new Whole(1, 3)),
                op("Reshape", NONE, image, new Whole(0, -1, 2)),
                op("Flatten", NONE.withInt("axis", 2), image),
                op("Squeeze", NONE, new In(1, 3, 1, 2), new Whole(0, 2)),
                op("Squeeze", NONE, new In(1, 3, 1, 2)),
                op("Unsqueeze", NONE, new In(3, 2), new Whole(0, -1)),
                op("Transpose", NONE.withInts("perm", 0, 2, 3, 1), image),
                op("Transpose", NONE, new In(2, 3)),
                op("Concat", NONE.withInt("axis", 1), image, new In(2, 1, 4, 5)),
                op("Gather", NONE.withInt("axis", 1), image, new Whole(2, 0)),
                op("Expand", NONE, new In(3, 1), new Whole(2, 3, 4)),
                op("MatMul", NONE, new In(3, 4), new In(4, 2)),
                op("MatMul", NONE, new In(2, 3, 4), new In(4)),
                op("MatMul", NONE, new In(4), new In(2, 4, 3)),
                op("Gemm", NONE, new In(2, 3), new In(3, 4), new In(4)),
                op(
                        "Gemm",
                        NONE.withInt("transA", 1)
                                .withInt("transB", 1)
                                .withFloat("alpha", 0.5f)
                                .withFloat("beta", 2),
                        new In(3, 2),
                        new In(4, 3),
                        new In(2, 1)),
                op(
                        "BatchNormalization",
                        NONE.withFloat("epsilon", 0.1f),
                        image,
                        new In(3),
                        new In(3),
                        new In(3),
                        new In(3)),
                op("Conv", NONE, image, new In(4, 3, 1, 1), new In(4)),
                op("Conv", NONE.withInts("pads", 1, 0, 2, 1), image, new In(4, 3, 3, 2)),
                op("Conv", NONE.withInt("group", 3).withInts("strides", 2, 1), image, new In(6, 1, 2, 2), new In(6)),
                op("Conv", NONE.withInts("dilations", 2, 2).withInts("pads", 2, 2, 2, 2), image, new In(2, 3, 3, 3)),
                op(
                        "Conv",
                        NONE.withText("auto_pad", "SAME_UPPER").withInts("strides", 2, 2),
                        image,
                        new In(2, 3, 3, 3)),
                op("Conv", NONE.withText("auto_pad", "SAME_LOWER"), image, new In(2, 3, 2, 2)),
                op("Conv", NONE.withInts("pads", 1, 1), new In(1, 1, 6), new In(1, 1, 3)));
    }

    private static Arguments op(String opType, Attributes attributes, Record... inputs) {
        return arguments(opType, attributes, List.of(inputs));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("operators")
    void evaluate_likeOnnxRuntime(String opType, Attributes attributes, List<Record> inputs) {
        GraphBuilder builder = GraphBuilder.of("op");
        Random random = new Random(3);
        Map<String, FloatTensor> feeds = new HashMap<>();
        List<@Nullable NdArray> arrays = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            String name = "in" + i;
            names.add(name);
            if (inputs.get(i) instanceof In in) {
                FloatTensor tensor = FloatTensor.zeros(in.dims());
                for (int j = 0; j < tensor.data().capacity(); j++) {
                    tensor.data().put(j, 0.2f + random.nextFloat());
                }
                feeds.put(name, tensor);
                builder.input(name, java.util.Arrays.stream(in.dims()).boxed().toArray());
                arrays.add(NdArray.of(Tensor.of(name, in.dims(), tensor.toArray())));
            } else if (inputs.get(i) instanceof Whole whole) {
                Tensor tensor = Tensor.of(name, new long[] {whole.values().length}, whole.values());
                builder.initializer(tensor);
                arrays.add(NdArray.of(tensor));
            }
        }
        Node node = Node.of("n", opType, names, List.of("y"), attributes);
        Evaluation evaluation = new ReferenceEvaluator().evaluate(node, arrays, 17);
        assertThat(evaluation).isInstanceOf(Evaluation.Computed.class);
        NdArray actual = ((Evaluation.Computed) evaluation).outputs().get(0);

        byte[] onnx = OnnxFile.bytes(builder.node(node)
                .output("y", Collections.nCopies(actual.rank(), "d").toArray())
                .build());
        try (OrtModel model = new OrtModel(onnx, SessionSettings.reference(1))) {
            FloatTensor expected = Objects.requireNonNull(model.run(feeds).get("y"));
            assertThat(actual.dims()).isEqualTo(expected.shape());
            float[] values = expected.toArray();
            for (int i = 0; i < values.length; i++) {
                assertThat(actual.values()[i]).isCloseTo(values[i], within(2e-6 * Math.max(1, Math.abs(values[i]))));
            }
        }
    }

    @Test
    void evaluate_unknownOperator() {
        Node node = Node.of("n", "NonMaxSuppression", List.of("a"), List.of("y"), NONE);
        assertThat(new ReferenceEvaluator().evaluate(node, List.of(), 17))
                .isEqualTo(new Evaluation.Unsupported("no evaluator knows operator NonMaxSuppression"));
    }

    @Test
    void evaluate_shapesThatDoNotFit() {
        Node node = Node.of("n", "Add", List.of("a", "b"), List.of("y"), NONE);
        NdArray a = NdArray.of(Tensor.of("a", new long[] {2}, new float[2]));
        NdArray b = NdArray.of(Tensor.of("b", new long[] {3}, new float[3]));
        assertThat(new ReferenceEvaluator().evaluate(node, List.of(a, b), 17))
                .isEqualTo(new Evaluation.Unsupported("shapes [2] and [3] do not broadcast"));
    }

    @Test
    void orElse_asksTheOther() {
        NodeEvaluator never = (node, inputs, opset) -> new Evaluation.Unsupported("never");
        Node node = Node.of("n", "Relu", List.of("a"), List.of("y"), NONE);
        NdArray a = NdArray.of(Tensor.of("a", new long[] {1}, new float[] {-1}));
        assertThat(never.orElse(new ReferenceEvaluator()).evaluate(node, List.of(a), 17))
                .isInstanceOf(Evaluation.Computed.class);
    }
}
