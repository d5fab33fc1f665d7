package io.reparam.fold.merge;

import static io.reparam.fold.match.Pattern.op;

import io.reparam.fold.Cost;
import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.layer.ConstantConv;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folds parallel branches of one value that are added into one convolution: RepVGG, ACNet, DBB, MobileOne, QARepVGG, RepViT,
 * RepMixer, UniRepLKNet, OREPA.
 *
 * <p>Pattern: a tree of Add, Sub and Sum, two or more of whose terms are affine in one value x: {@code y = sum_k s_k (W_k * x + b_k)}, so
 * {@code W = sum s_k embed(W_k)}, {@code b = sum s_k b_k}. A branch is x itself ({@code I[c, c mod (C/G), centre] = 1}) or up to
 * 16 of Conv, BatchNormalization, AveragePool ({@code 1/taps} on the diagonal), Mul and Div by a number a channel, Pad; at least
 * one branch has a Conv. Shapes: x {@code [N, inC, spatial..]}, W {@code [outC, inC/G, kernel..]}, b {@code [outC]}.
 *
 * <p>Terms that are not affine in x, or not readable, stay, added to the convolution of those that are: {@code (a(x) + r) + b(x) = (a + b)(x) + r}.
 *
 * <p>Embedding goes by offsets: tap k of a branch looks {@code k dilation - pad} beyond its output position. The kernel gets all
 * offsets of all branches, with their common step as dilation; pads follow. It is the centred zero padding for odd kernels, and
 * right for even ones, dilated ones and uneven pads as well. G is the greatest common divisor of the branches' groups.
 *
 * <p>Refused when a branch's strides or output size differ from the others' (less padding than half of its kernel crops), when its
 * padding depends on the image's size, and when its own steps do not commute with zero padding. So too when one of its values has
 * another reader, or its weights are not constants. The result must not overflow, nor cost more multiplications or weights than
 * the branches.
 *
 * @see <a href="https://arxiv.org/abs/2101.03697">RepVGG</a>
 * @see <a href="https://arxiv.org/abs/2103.13425">Diverse Branch Block</a>
 */
public final class ParallelConvSum implements FoldRule {
    @Override
    public Pattern pattern() {
        return op(SumTerms.ADDITIONS);
    }

    /** A term that is affine in the value in question. */
    private record Branch(SumTerms.Term term, LinearPath path) {}

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        SumTerms sum = SumTerms.of(match.root(), view);
        Optional<ConstantConv> some = sum.terms().stream()
                .flatMap(term -> lastConv(term.value(), view).stream())
                .findFirst();
        if (sum.terms().size() < 2 || some.isEmpty()) {
            return RuleVerdict.noMatch();
        }
        LinearReader reader = new LinearReader(view, some.get().weight().rank() - 2);
        Map<String, List<Branch>> bySource = new LinkedHashMap<>();
        for (SumTerms.Term term : sum.terms()) {
            for (LinearPath path :
                    LinearPath.to(term.value(), term.reader(), some.get().channels(), reader)) {
                bySource.computeIfAbsent(path.source(), source -> new ArrayList<>())
                        .add(new Branch(term, path));
            }
        }
        return bySource.values().stream()
                .filter(branches -> branches.size() > 1)
                .filter(branches ->
                        branches.stream().anyMatch(branch -> branch.path().hasConv()))
                .sorted(Comparator.comparingInt(branches -> -branches.size())) // stable: else the closest source first
                .map(branches -> check(sum, branches, reader))
                .reduce((one, other) -> one instanceof RuleVerdict.Applicable
                        ? one
                        : other instanceof RuleVerdict.Applicable ? other : one)
                .orElse(RuleVerdict.noMatch());
    }

    private static RuleVerdict check(SumTerms sum, List<Branch> branches, LinearReader reader) {
        Node root = sum.additions().get(0);
        List<LinearPath> paths = branches.stream().map(Branch::path).toList();
        return Result.all(paths.stream().map(path -> path.stencil(reader.axes())))
                .either(
                        stencils -> union(paths, stencils)
                                .either(
                                        whole -> merge(sum, branches, whole, reader),
                                        unlike -> RuleVerdict.refused(root.label() + " stays: " + unlike)),
                        problem -> {
                            List<Branch> readable = branches.stream()
                                    .filter(branch -> branch.path().stencil(reader.axes()) instanceof Result.Found)
                                    .toList();
                            boolean some = readable.size() > 1
                                    && readable.stream()
                                            .anyMatch(branch -> branch.path().hasConv());
                            return some && check(sum, readable, reader) instanceof RuleVerdict.Applicable applicable
                                    ? applicable
                                    : RuleVerdict.refused(root.label() + " stays: " + problem);
                        });
    }

    private static Result<Stencil> union(List<LinearPath> paths, List<Stencil> stencils) {
        Result<Stencil> union = Result.found(stencils.get(0));
        for (int i = 0; i < paths.size(); i++) {
            Stencil next = stencils.get(i);
            String label = paths.get(i).label();
            union = union.then(whole -> whole.beside(next).about(label));
        }
        return union;
    }

    private static RuleVerdict merge(SumTerms sum, List<Branch> branches, Stencil whole, LinearReader reader) {
        List<LinearPath> paths = branches.stream().map(Branch::path).toList();
        Cost before = new Cost((double) whole.outC() * (paths.size() - 1), 0);
        for (LinearPath path : paths) {
            before = before.plus(path.cost());
        }
        List<SumTerms.Term> rest = new ArrayList<>(sum.terms());
        branches.forEach(branch -> rest.remove(branch.term()));
        return new MergedConv(sum.additions().get(0), paths, sum.additions(), rest, before)
                .verdict(whole, () -> added(branches, reader.axes()), reader.view());
    }

    private static AffineConv added(List<Branch> branches, int axes) {
        return branches.stream()
                .map(branch -> branch.path().map(axes).times(branch.term().sign()))
                .reduce(AffineConv::plus)
                .orElseThrow();
    }

    /** The last Conv on the way to a value: it tells channels and dimensions. */
    private static Optional<ConstantConv> lastConv(String value, GraphView view) {
        Optional<Node> producer = view.graph().producer(value);
        for (int i = 0; i < 16 && producer.isPresent(); i++) {
            Node node = producer.get();
            if (node.is("Conv")) {
                return ConstantConv.read(node, view).either(Optional::of, reason -> Optional.empty());
            }
            boolean keepsChannels = node.domain().isEmpty() && Operators.is(node, Trait.KEEPS_CHANNELS);
            int varying = node.is("Mul") && view.isConstant(node.input(0)) ? 1 : 0;
            producer = keepsChannels ? view.graph().producer(node.input(varying)) : Optional.empty();
        }
        return Optional.empty();
    }
}
