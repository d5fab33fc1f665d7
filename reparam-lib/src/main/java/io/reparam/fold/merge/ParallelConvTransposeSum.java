package io.reparam.fold.merge;

import static io.reparam.fold.match.Pattern.op;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.Storable;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Folds parallel transposed convolutions of one value that are added into one.
 *
 * <p>Pattern: a tree of Add, Sub and Sum, two or more of whose terms are {@code ConvTranspose(x, W_k, b_k)}: {@code W = sum s_k
 * embed(W_k)}, {@code b = sum s_k b_k}. A BatchNormalization or factor after one of them is folded into it before. Tap k of a branch writes
 * {@code k dilation - pad} beyond its input position times the stride; embedding goes by these offsets, as in {@link
 * ParallelConvSum}. Shapes: W {@code [inC, outC/G, kernel..]}, b {@code [outC]}. Other terms stay.
 *
 * <p>Refused when strides, groups or output sizes differ, when {@code auto_pad} or {@code output_shape} let the image's size
 * decide, when the result overflows, and when it has more weights than the branches.
 */
public final class ParallelConvTransposeSum implements FoldRule {
    private record Branch(SumTerms.Term term, Node node) {}

    @Override
    public Pattern pattern() {
        return op(SumTerms.ADDITIONS);
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        SumTerms sum = SumTerms.of(match.root(), view);
        Map<String, List<Branch>> bySource = new LinkedHashMap<>();
        for (SumTerms.Term term : sum.terms()) {
            view.graph()
                    .producer(term.value())
                    .filter(node -> node.is("ConvTranspose") && view.readOnlyBy(term.reader(), term.value()))
                    .ifPresent(node -> bySource.computeIfAbsent(node.input(0), source -> new ArrayList<>())
                            .add(new Branch(term, node)));
        }
        return bySource.values().stream()
                .filter(branches -> branches.size() > 1)
                .max(Comparator.comparingInt(List::size))
                .map(branches -> fold(sum, branches, view))
                .orElseGet(RuleVerdict::noMatch);
    }

    private static RuleVerdict fold(SumTerms sum, List<Branch> branches, GraphView view) {
        Node root = sum.additions().get(0);
        Result<TransposedConv> merged = TransposedConv.read(branches.get(0).node(), view)
                .map(first -> first.times(branches.get(0).term().sign()));
        long before = 0;
        for (Branch branch : branches) {
            Result<TransposedConv> next = TransposedConv.read(branch.node(), view);
            before += next.either(TransposedConv::size, reason -> 0L);
            if (!branch.equals(branches.get(0))) {
                merged = merged.then(one ->
                        next.then(other -> one.plus(other.times(branch.term().sign()), branch.node())));
            }
        }
        long limit = before;
        List<SumTerms.Term> rest = new ArrayList<>(sum.terms());
        branches.forEach(branch -> rest.remove(branch.term()));
        List<Node> nodes = new ArrayList<>(branches.stream().map(Branch::node).toList());
        nodes.addAll(sum.additions());
        return merged.then(conv -> verdict(conv, limit, root, nodes, rest))
                .either(verdict -> verdict, reason -> RuleVerdict.refused(root.label() + " stays: " + reason));
    }

    private static Result<RuleVerdict> verdict(
            TransposedConv conv, long limit, Node root, List<Node> nodes, List<SumTerms.Term> rest) {
        if (conv.size() > limit) {
            return Result.problem("as one transposed convolution it would have " + conv.size()
                    + " weights, as it is it has " + limit);
        }
        return Storable.checked(List.of(conv.weight(), conv.bias()))
                .about("the merged weight or bias")
                .map(stored -> RuleVerdict.applicable(nodes, edit -> {
                    Node base = nodes.get(0);
                    List<String> inputs =
                            new ArrayList<>(List.of(base.input(0), edit.store(base.id() + ".merged", conv.weight())));
                    if (conv.shifts()) {
                        inputs.add(edit.store(base.id() + ".bias", conv.bias()));
                    }
                    Node one = base.withInputs(inputs).withAttributes(conv.onto(base.attributes()));
                    if (rest.isEmpty()) {
                        edit.absorb(base, one, root);
                    } else {
                        String sum = edit.graph().freshName(root.output(0) + ".merged");
                        edit.graph().replace(base, one.withOutputs(List.of(sum)));
                        SumTerms.replace(root, sum, rest, edit.graph());
                    }
                }));
    }
}
