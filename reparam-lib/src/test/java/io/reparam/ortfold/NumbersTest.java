package io.reparam.ortfold;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.eval.Evaluation;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.NodeEvaluator;
import io.reparam.fold.eval.ReferenceEvaluator;
import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the evaluator computes in the graph's own numbers is, to the last bit, what ONNX Runtime computes without optimizations. */
class NumbersTest {
    private static final NodeEvaluator REFERENCE = new ReferenceEvaluator();
    private static final NodeEvaluator EXACT = REFERENCE.inGraphTypes();
    private static final NodeEvaluator RUNTIME = new OrtEvaluator();
    private static final int OPSET = 17;
    private static final int DRAWS = 3;

    private static final List<String> BINARY = List.of(
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Max",
            "Min",
            "Equal",
            "Greater",
            "GreaterOrEqual",
            "Less",
            "LessOrEqual",
            "And",
            "Or",
            "Xor");
    private static final List<String> UNARY = List.of(
            "Neg",
            "Abs",
            "Not",
            "Floor",
            "Ceil",
            "Round",
            "Sign",
            "Sqrt",
            "Reciprocal",
            "Relu",
            "Identity",
            "Transpose",
            "Shape");
    private static final List<String> CONTINUOUS =
            List.of("Sigmoid", "Tanh", "Exp", "Log", "Softplus", "HardSwish", "LeakyRelu");
    private static final List<ElementType> CASTS = List.of(
            ElementType.FLOAT,
            ElementType.DOUBLE,
            ElementType.FLOAT16,
            ElementType.BFLOAT16,
            ElementType.BOOL,
            ElementType.INT8,
            ElementType.UINT8,
            ElementType.INT16,
            ElementType.UINT16,
            ElementType.INT32,
            ElementType.UINT32,
            ElementType.INT64,
            ElementType.UINT64);

    private static final double[] EDGES = {
        0,
        -0.0,
        1,
        -1,
        2,
        0.5,
        -0.5,
        1.5,
        2.5,
        -2.5,
        0.7f,
        10,
        127,
        128,
        255,
        256,
        32767,
        65504,
        65536,
        1e6,
        2147483647d,
        -2147483648d,
        4294967295d,
        1e10,
        1e30,
        -1e30,
        3.4e38,
        1e-30,
        1e-45,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };
    private static final long[] WHOLE_EDGES = {
        0,
        1,
        -1,
        2,
        3,
        7,
        127,
        128,
        255,
        256,
        32767,
        65535,
        100_000,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        4294967295L,
        (1L << 53) - 1,
        1L << 53,
        (1L << 53) + 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    @ParameterizedTest
    @EnumSource(
            names = {
                "FLOAT",
                "DOUBLE",
                "FLOAT16",
                "BFLOAT16",
                "BOOL",
                "INT8",
                "UINT8",
                "INT16",
                "UINT16",
                "INT32",
                "UINT32",
                "INT64",
                "UINT64"
            })
    void evaluate_toTheLastBit(ElementType type) {
        Random random = new Random(7);
        int compared = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            NdArray a = drawn(type, random, 4, 3);
            NdArray b = drawn(type, random, 1, 3);
            for (String opType : BINARY) {
                compared += compare(Node.of("n", opType, List.of("a", "b"), List.of("y"), Attributes.none()), a, b);
            }
            for (String opType : UNARY) {
                compared += compare(Node.of("n", opType, List.of("a"), List.of("y"), Attributes.none()), a);
            }
            for (ElementType to : CASTS) {
                Attributes cast = Attributes.none().withInt("to", to.code());
                compared += compare(Node.of("n", "Cast", List.of("a"), List.of("y"), cast), a);
            }
            compared += compareMoves(a, b, random);
        }
        assertThat(compared).as("operators that were computed here").isGreaterThan(5 * DRAWS);
    }

    private static int compareMoves(NdArray a, NdArray b, Random random) {
        NdArray condition = drawn(ElementType.BOOL, random, 4, 1);
        NdArray rows = NdArray.of(Tensor.of("i", new long[] {3}, new long[] {-1, 0, 3}));
        NdArray places = NdArray.of(Tensor.of("i", new long[] {2, 1}, new long[] {2, -4}));
        NdArray shape = NdArray.of(Tensor.of("s", new long[] {3}, new long[] {2, -1, 3}));
        NdArray larger = NdArray.of(Tensor.of("s", new long[] {3}, new long[] {2, 1, 3}));
        NdArray start = NdArray.of(Tensor.of("s", new long[] {1}, new long[] {-3}));
        NdArray end = NdArray.of(Tensor.of("e", new long[] {1}, new long[] {Long.MAX_VALUE}));
        NdArray updates = drawn(a.type(), random, 2, 3);
        List<String> two = List.of("a", "b");
        List<String> three = List.of("a", "b", "c");
        Attributes none = Attributes.none();
        return compare(Node.of("n", "Where", three, List.of("y"), none), condition, a, b)
                + compare(Node.of("n", "Gather", two, List.of("y"), none), a, rows)
                + compare(Node.of("n", "ScatterND", three, List.of("y"), none), a, places, updates)
                + compare(Node.of("n", "Reshape", two, List.of("y"), none), a, shape)
                + compare(Node.of("n", "Expand", two, List.of("y"), none), b, larger)
                + compare(Node.of("n", "Slice", three, List.of("y"), none), a, start, end)
                + compare(Node.of("n", "Concat", two, List.of("y"), none.withInt("axis", 0)), a, b);
    }

    /** Rounded once at the end, so near and not equal. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void evaluate_functionsNear(long seed) {
        NdArray a = drawn(ElementType.FLOAT, new Random(seed), 8, 8);
        for (String opType : CONTINUOUS) {
            Node node = Node.of("n", opType, List.of("a"), List.of("y"), Attributes.none());
            if (!(REFERENCE.evaluate(node, List.of(a), OPSET) instanceof Evaluation.Computed computed)) {
                continue; // it is not finite, which only ONNX Runtime computes
            }
            double[] here = computed.outputs().get(0).values();
            double[] there = runtime(node, a).values();
            for (int i = 0; i < here.length; i++) {
                assertThat(Math.abs(here[i] - there[i]))
                        .as(opType)
                        .isLessThanOrEqualTo(2e-6 * Math.max(1, Math.abs(here[i])));
            }
        }
    }

    @Test
    void evaluate_integersThatWrapGoToTheRuntime() {
        NdArray a = NdArray.of(Tensor.of("a", new long[] {1}, new int[] {100_000}));
        Node product = Node.of("n", "Mul", List.of("a", "b"), List.of("y"), Attributes.none());
        assertThat(REFERENCE.evaluate(product, List.of(a, a), OPSET)).isInstanceOf(Evaluation.Unsupported.class);
        Evaluation evaluation = OrtEvaluator.afterReference().evaluate(product, List.of(a, a), OPSET);
        assertThat(((Evaluation.Computed) evaluation).outputs().get(0).values()).containsExactly(1_410_065_408);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Div", "Mod"})
    void refuse_wholeNumbersByZero(String opType) {
        NdArray a = NdArray.of(Tensor.of("a", new long[] {2}, new int[] {1, Integer.MIN_VALUE}));
        NdArray b = NdArray.of(Tensor.of("b", new long[] {2}, new int[] {0, -1}));
        Node node = Node.of("n", opType, List.of("a", "b"), List.of("y"), Attributes.none());
        assertThat(OrtEvaluator.afterReference().evaluate(node, List.of(a, b), OPSET))
                .isInstanceOf(Evaluation.Unsupported.class);
    }

    /** @return 1 if it was computed here */
    private static int compare(Node node, NdArray... inputs) {
        if (!(EXACT.evaluate(node, List.of(inputs), OPSET) instanceof Evaluation.Computed computed)) {
            return 0;
        }
        if (!(RUNTIME.evaluate(node, List.of(inputs), OPSET) instanceof Evaluation.Computed)) {
            return 0; // no kernel for this type
        }
        NdArray here = computed.outputs().get(0);
        NdArray there = runtime(node, inputs);
        String what = node.opType() + " of "
                + Arrays.stream(inputs).map(NdArray::type).toList();
        assertThat(here.type()).as(what).isEqualTo(there.type());
        assertThat(here.dims()).as(what).isEqualTo(there.dims());
        assertThat(here.isExact()).as(what).isEqualTo(there.isExact());
        assertThat(here.values()).as(what + " of " + values(inputs)).isEqualTo(there.values());
        return 1;
    }

    private static List<String> values(NdArray... inputs) {
        return Arrays.stream(inputs)
                .map(input -> Arrays.toString(input.values()))
                .toList();
    }

    private static NdArray runtime(Node node, NdArray... inputs) {
        return ((Evaluation.Computed) RUNTIME.evaluate(node, List.of(inputs), OPSET))
                .outputs()
                .get(0);
    }

    /** Half of the arrays hold edges of their type, half only what is small. */
    private static NdArray drawn(ElementType type, Random random, long... dims) {
        int size = NdArray.size(dims);
        boolean edges = random.nextBoolean();
        if (type.isReal()) {
            double[] values = IntStream.range(0, size)
                    .mapToDouble(i -> edges && random.nextBoolean()
                            ? EDGES[random.nextInt(EDGES.length)]
                            : random.nextInt(5) / 2.0 + random.nextGaussian() / 8)
                    .map(type::nearest)
                    .toArray();
            return new NdArray(type, dims, values);
        }
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(
                    edges && random.nextBoolean()
                            ? WHOLE_EDGES[random.nextInt(WHOLE_EDGES.length)]
                            : random.nextInt(10));
        }
        ByteBuffer bytes = ByteBuffer.allocate(size * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            switch (type.bytes()) {
                case 1 -> bytes.put((byte) (type == ElementType.BOOL ? value & 1 : value));
                case 2 -> bytes.putShort((short) value);
                case 4 -> bytes.putInt((int) value);
                default -> bytes.putLong(value);
            }
        }
        return NdArray.of(Tensor.of("drawn", type, dims, bytes.flip()));
    }
}
