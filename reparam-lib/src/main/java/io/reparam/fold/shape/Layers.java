package io.reparam.fold.shape;

import static io.reparam.fold.shape.Trait.LAYER;
import static io.reparam.fold.shape.Trait.QUANTIZES;

import io.reparam.graph.ElementType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Products of matrices.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__MatMul.html">ONNX MatMul</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Einsum.html">ONNX Einsum</a>
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Attention.html">ONNX Attention</a>
 */
final class Layers {
    private Layers() {}

    static void addTo(Table table) {
        table.add("MatMul", call -> product(call, 0, 1, call.type(0)), LAYER);
        table.add("MatMulInteger", call -> product(call, 0, 1, ElementType.INT32), QUANTIZES);
        table.add("QLinearMatMul", call -> product(call, 0, 3, call.type(7)), QUANTIZES);
        table.add("Gemm", Layers::gemm, LAYER);
        table.add("Einsum", Layers::einsum);
        table.add("Attention", Layers::attention);
        table.add("Det", Layers::determinant);
    }

    /** As numpy.matmul: the last two dimensions are matrices, those before are broadcast, one dimension is a vector. */
    static void product(InferredNode call, int left, int right, @Nullable ElementType type) {
        List<Size> a = call.dims(left);
        List<Size> b = call.dims(right);
        call.set(0, type, a == null || b == null ? null : product(a, b));
    }

    static List<Size> product(List<Size> a, List<Size> b) {
        int p = a.size();
        int q = b.size();
        List<Size> shape =
                new ArrayList<>(Numbers.broadcast(a.subList(0, Math.max(0, p - 2)), b.subList(0, Math.max(0, q - 2))));
        if (p > 1) {
            shape.add(a.get(p - 2));
        }
        if (q > 1) {
            shape.add(b.get(q - 1));
        }
        return shape;
    }

    private static void gemm(InferredNode call) {
        boolean turnedA = call.attribute("transA", 0) != 0;
        boolean turnedB = call.attribute("transB", 0) != 0;
        Size rows = call.in(0).dim(turnedA ? 1 : 0).orElse(call.place(0, 0));
        Size columns = call.in(1).dim(turnedB ? 0 : 1).orElse(call.place(0, 1));
        call.set(0, call.type(0), List.of(rows, columns));
    }

    /** Letters stand for dimensions, dots for those that are broadcast. */
    private static void einsum(InferredNode call) {
        String equation = call.node().attributes().getText("equation", "").replace(" ", "");
        String[] sides = equation.split("->", -1);
        String[] terms = sides[0].split(",", -1);
        Map<String, Size> letters = new HashMap<>();
        Map<String, Integer> counts = new HashMap<>();
        List<Size> dots = new ArrayList<>();
        for (int i = 0; i < terms.length; i++) {
            List<Size> dims = call.shape(i);
            int named = terms[i].replace("...", "").length();
            int axis = 0;
            for (String letter : terms[i].replace("...", ".").split("")) {
                if (letter.equals(".")) {
                    int end = axis + dims.size() - named;
                    dots = Numbers.broadcast(dots, dims.subList(axis, end));
                    axis = end;
                } else if (!letter.isEmpty()) {
                    letters.merge(letter, dims.get(axis++), Size::broadcast);
                    counts.merge(letter, 1, Integer::sum);
                }
            }
        }
        StringBuilder result = new StringBuilder(sides[0].contains("...") ? "..." : "");
        counts.entrySet().stream()
                .filter(count -> count.getValue() == 1)
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(result::append);
        List<Size> shape = new ArrayList<>();
        for (String letter : (sides.length > 1 ? sides[1] : result.toString())
                .replace("...", ".")
                .split("")) {
            if (letter.equals(".")) {
                shape.addAll(dots);
            } else if (!letter.isEmpty()) {
                shape.add(letters.get(letter));
            }
        }
        call.set(0, call.type(0), shape);
    }

    /** Q, K, V of [batch, heads, length, size], or [batch, length, heads size] with the numbers of heads as attributes. */
    private static void attention(InferredNode call) {
        List<Size> q = call.shape(0);
        List<Size> k = call.shape(1);
        List<Size> v = call.shape(2);
        boolean flat = q.size() == 3;
        long heads = call.attribute("q_num_heads", 0);
        long shared = call.attribute("kv_num_heads", 0);
        Size valueSize = flat ? v.get(2).over(Size.of(shared)) : v.get(3);
        Size keySize = flat ? k.get(2).over(Size.of(shared)) : k.get(3);
        Size own = k.get(flat ? 1 : 2);
        Size past = call.has(4) ? call.in(4).dim(2).orElse(call.place(1, 2)) : Size.ZERO;
        Size length = past.plus(own);
        Size rows = q.get(flat ? 1 : 2);
        Size count = flat ? Size.of(heads) : q.get(1);
        Size kv = flat ? Size.of(shared) : k.get(1);
        Size batch = q.get(0);
        call.set(
                0,
                call.type(0),
                flat ? List.of(batch, rows, valueSize.times(heads)) : List.of(batch, count, rows, valueSize));
        call.set(1, call.type(1), List.of(batch, kv, length, keySize));
        call.set(2, call.type(2), List.of(batch, kv, length, valueSize));
        call.set(3, call.type(0), List.of(batch, count, rows, length));
    }

    private static void determinant(InferredNode call) {
        List<Size> x = call.shape(0);
        call.set(0, call.type(0), x.subList(0, x.size() - 2));
    }
}
