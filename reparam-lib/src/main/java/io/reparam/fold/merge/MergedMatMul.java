package io.reparam.fold.merge;

import io.reparam.fold.GraphEdit;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.Storable;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One matrix product instead of several operators: a Gemm if one of them is one, else a MatMul, with an Add where there is a bias.
 *
 * @param root the last operator
 * @param paths lead from one source to the root
 * @param others further operators that go
 * @param rest terms that the root adds as well and that stay
 */
record MergedMatMul(Node root, List<MatrixPath> paths, List<Node> others, List<SumTerms.Term> rest) {

    /** @param map computed when it is needed */
    RuleVerdict verdict(Supplier<MatrixMap> map, GraphView view) {
        List<MatrixStep> steps =
                paths.stream().flatMap(path -> path.steps().stream()).toList();
        Node base = steps.stream()
                .filter(step -> step.weights() > 0)
                .findFirst()
                .orElseThrow()
                .node();
        long after = (long) paths.get(0).rows() * paths.get(0).columns();
        long before = paths.stream().mapToLong(MatrixPath::weights).sum();
        if (after > before) {
            return RuleVerdict.refused(root.label() + " stays: as one matrix it would have " + after
                    + " weights, as it is it has " + before);
        }
        MatrixMap merged = map.get();
        boolean constantFirst = base.is("MatMul") && view.isConstant(base.input(0));
        ElementType type =
                view.constant(base.input(constantFirst ? 0 : 1)).orElseThrow().type();
        NdArray weight = new NdArray(type, new long[] {merged.rows(), merged.columns()}, merged.weights());
        NdArray bias = new NdArray(type, new long[] {merged.columns()}, merged.bias());
        boolean gemm = steps.stream().anyMatch(step -> step.node().is("Gemm"));
        List<Node> gone = new ArrayList<>(steps.stream().map(MatrixStep::node).toList());
        gone.addAll(others);
        boolean added = merged.shifts() || (gemm && view.graph().opset() < 11); // before, a Gemm must have a C
        return Storable.checked(List.of(weight, bias))
                .either(
                        stored -> RuleVerdict.applicable(
                                gone, edit -> rewrite(edit, base, gemm, weight, added ? bias : null)),
                        problem -> RuleVerdict.refused(root.label() + " stays: the merged weight or bias " + problem));
    }

    private void rewrite(GraphEdit edit, Node base, boolean gemm, NdArray weight, @Nullable NdArray bias) {
        List<String> inputs =
                new ArrayList<>(List.of(paths.get(0).source(), edit.store(base.id() + ".merged", weight)));
        String shift = bias == null ? "" : edit.store(base.id() + ".bias", bias);
        if (gemm && bias != null) {
            inputs.add(shift);
        }
        boolean added = !gemm && bias != null;
        String end = rest.isEmpty() ? root.output(0) : edit.graph().freshName(root.output(0) + ".merged");
        String product = added ? edit.graph().freshName(end + ".unshifted") : end;
        List<Node> nodes = new ArrayList<>();
        nodes.add(Node.of(base.name(), gemm ? "Gemm" : "MatMul", inputs, List.of(product), Attributes.none()));
        if (added) {
            nodes.add(Node.of(base.id() + ".shift", "Add", List.of(product, shift), List.of(end), Attributes.none()));
        }
        for (int i = 0; i < nodes.size(); i++) {
            if (rest.isEmpty() && i == nodes.size() - 1) {
                edit.graph().replace(root, nodes.get(i));
            } else {
                edit.graph().insertBefore(root, nodes.get(i));
            }
        }
        if (!rest.isEmpty()) {
            SumTerms.replace(root, end, rest, edit.graph());
        }
    }
}
