package io.reparam.fold.merge;

import io.reparam.fold.Cost;
import io.reparam.fold.GraphEdit;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.eval.Storable;
import io.reparam.fold.match.GraphView;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One convolution instead of several operators: the largest Conv of them gets other weights and computes what the last of them
 * computed. Weights are multiplied out only after the form is found to cost no more.
 *
 * @param root the last operator
 * @param paths lead from one source to the root
 * @param others further operators that go, such as the additions
 * @param rest terms that the root adds as well and that stay
 * @param before what all of them cost for one output position
 */
record MergedConv(Node root, List<LinearPath> paths, List<Node> others, List<SumTerms.Term> rest, Cost before) {

    /**
     * @param after the form of the one convolution
     * @param map its numbers, computed when they are needed
     */
    RuleVerdict verdict(Stencil after, Supplier<AffineConv> map, GraphView view) {
        List<LinearStep> steps =
                paths.stream().flatMap(path -> path.steps().stream()).toList();
        Node base = steps.stream()
                .filter(step -> step.node().is("Conv"))
                .max(Comparator.comparingLong(step -> step.map().stencil().weights()))
                .orElseThrow()
                .node();
        ElementType type = view.constant(base.input(1)).orElseThrow().type();
        Cost cost = new Cost(after.weights(), after.weights() * type.bytes());
        if (cost.exceeds(before)) {
            return RuleVerdict.refused(root.label() + " stays: as one convolution it would cost " + cost
                    + " for an output position, as it is it costs " + before);
        }
        AffineConv merged = map.get();
        long[] dims = IntStream.of(merged.weights().dims()).asLongStream().toArray();
        NdArray weight = new NdArray(type, dims, merged.weights().values());
        NdArray bias = new NdArray(type, new long[] {after.outC()}, merged.bias());
        List<Node> gone =
                new ArrayList<>(steps.stream().map(LinearStep::node).distinct().toList());
        gone.addAll(others);
        return Storable.checked(List.of(weight, bias))
                .either(
                        stored -> RuleVerdict.applicable(
                                gone,
                                edit -> rewrite(
                                        edit, base, after, inputs(edit, base, weight, merged.shifts() ? bias : null))),
                        problem -> RuleVerdict.refused(root.label() + " stays: the merged weight or bias " + problem));
    }

    private List<String> inputs(GraphEdit edit, Node base, NdArray weight, @Nullable NdArray bias) {
        List<String> inputs = new ArrayList<>();
        inputs.add(paths.get(0).source());
        boolean sameShape = edit.graph()
                .initializer(base.input(1))
                .filter(old ->
                        old.dims().equals(Arrays.stream(weight.dims()).boxed().toList()))
                .isPresent();
        inputs.add(sameShape ? edit.store(base.input(1), weight, base) : edit.store(base.id() + ".merged", weight));
        if (bias != null) {
            inputs.add(
                    base.hasInput(2) ? edit.store(base.input(2), bias, base) : edit.store(base.id() + ".bias", bias));
        }
        return inputs;
    }

    private void rewrite(GraphEdit edit, Node base, Stencil after, List<String> inputs) {
        Node conv = base.withInputs(inputs).withAttributes(after.onto(base.attributes()));
        if (!rest.isEmpty()) {
            String sum = edit.graph().freshName(root.output(0) + ".merged");
            edit.graph().replace(base, conv.withOutputs(List.of(sum)));
            SumTerms.replace(root, sum, rest, edit.graph());
        } else if (base.equals(root)) {
            edit.graph().replace(base, conv);
        } else {
            edit.absorb(base, conv, root);
        }
    }
}
