package io.reparam.fold.rule;

import static io.reparam.fold.match.Pattern.op;

import io.reparam.fold.Cost;
import io.reparam.fold.FoldRule;
import io.reparam.fold.Verdict;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Folds parallel branches of one value that are added into one convolution: RepVGG, ACNet, DBB, MobileOne, QARepVGG, RepViT,
 * RepMixer, UniRepLKNet, OREPA.
 *
 * <p>Pattern: a tree of Add, Sub and Sum whose terms are all affine in one value x: {@code y = sum_k s_k (W_k * x + b_k)}, so
 * {@code W = sum s_k embed(W_k)}, {@code b = sum s_k b_k}. A branch is x itself ({@code I[c, c mod (C/G), centre] = 1}) or up to
 * 16 of Conv, BatchNormalization, AveragePool ({@code 1/taps} on the diagonal), Mul and Div by a number a channel, Pad; at least
 * one branch has a Conv. Shapes: x {@code [N, inC, spatial..]}, W {@code [outC, inC/G, kernel..]}, b {@code [outC]}.
 *
 * <p>Embedding goes by offsets: tap k of a branch looks {@code k dilation - pad} beyond its output position. The kernel gets all
 * offsets of all branches, with their common step as dilation; pads follow. It is the centred zero padding for odd kernels, and
 * right for even ones, dilated ones and uneven pads as well. G is the greatest common divisor of the branches' groups.
 *
 * <p>Refused when a branch's strides or output size differ from the others' (less padding than half of its kernel crops), its
 * padding depends on the image's size, its own steps don't commute with zero padding, one of its values has another reader, its
 * weights are no constants, the result overflows, or when it would cost more multiplications or weights than the branches.
 *
 * @see <a href="https://arxiv.org/abs/2101.03697">RepVGG</a>
 * @see <a href="https://arxiv.org/abs/2103.13425">Diverse Branch Block</a>
 */
final class ParallelConvSum implements FoldRule {
    @Override
    public Pattern pattern() {
        return op(SumTerms.ADDITIONS.toArray(String[]::new));
    }

    @Override
    public Verdict check(Match match, GraphView view) {
        SumTerms sum = SumTerms.of(match.root(), view);
        Optional<ConstantConv> some = sum.terms().stream()
                .flatMap(term -> lastConv(term.value(), view).stream())
                .findFirst();
        if (sum.terms().size() < 2 || some.isEmpty()) {
            return Verdict.noMatch();
        }
        LinearReader reader = new LinearReader(view, some.get().weight().rank() - 2);
        List<List<LinearPath>> byTerm = sum.terms().stream()
                .map(term ->
                        LinearPath.to(term.value(), term.reader(), some.get().channels(), reader))
                .toList();
        Verdict first = Verdict.noMatch();
        for (String source : sources(byTerm)) {
            Verdict verdict = check(
                    sum, paths(byTerm, source), reader, some.get().weight().type());
            if (verdict instanceof Verdict.Applicable) {
                return verdict;
            }
            first = first instanceof Verdict.NoMatch ? verdict : first;
        }
        return first;
    }

    private static Verdict check(SumTerms sum, List<LinearPath> paths, LinearReader reader, ElementType type) {
        Node root = sum.additions().get(0);
        if (paths.stream().noneMatch(LinearPath::hasConv)) {
            return Verdict.noMatch();
        }
        Optional<String> problem =
                paths.stream().flatMap(path -> path.whyNot().stream()).findFirst();
        if (problem.isPresent()) {
            return Verdict.refused(root.label() + " stays: " + problem.get());
        }
        Stencil whole = paths.get(0).stencil(reader.axes());
        Cost before = new Cost((double) whole.outC() * (paths.size() - 1), 0);
        for (LinearPath path : paths) {
            Stencil branch = path.stencil(reader.axes());
            Optional<String> unlike = whole.problemBeside(branch);
            if (unlike.isPresent()) {
                return Verdict.refused(root.label() + " stays: " + path.label() + " " + unlike.get());
            }
            whole = whole.plus(branch);
            before = before.plus(path.cost());
        }
        return new MergedConv(root, paths, sum.additions(), before)
                .verdict(whole, () -> added(sum.terms(), paths, reader.axes()), reader.view());
    }

    private static AffineConv added(List<SumTerms.Term> terms, List<LinearPath> paths, int axes) {
        AffineConv total = paths.get(0).map(axes).times(terms.get(0).sign());
        for (int i = 1; i < paths.size(); i++) {
            total = total.plus(paths.get(i).map(axes).times(terms.get(i).sign()));
        }
        return total;
    }

    /** Values that a path of every term starts from, those close to the additions first. */
    private static Set<String> sources(List<List<LinearPath>> byTerm) {
        Set<String> common = new LinkedHashSet<>(names(byTerm.get(0)));
        byTerm.forEach(paths -> common.retainAll(names(paths)));
        return common;
    }

    private static List<String> names(List<LinearPath> paths) {
        return paths.stream().map(LinearPath::source).toList();
    }

    private static List<LinearPath> paths(List<List<LinearPath>> byTerm, String source) {
        List<LinearPath> chosen = new ArrayList<>();
        for (List<LinearPath> paths : byTerm) {
            paths.stream()
                    .filter(path -> path.source().equals(source))
                    .findFirst()
                    .ifPresent(chosen::add);
        }
        return chosen;
    }

    /** The last Conv on the way to a value: it tells channels and dimensions. */
    private static Optional<ConstantConv> lastConv(String value, GraphView view) {
        Optional<Node> producer = view.graph().producer(value);
        for (int i = 0; i < 16 && producer.isPresent(); i++) {
            Node node = producer.get();
            if (node.is("Conv")) {
                return ConstantConv.problem(node, view).isEmpty()
                        ? Optional.of(ConstantConv.of(node, view))
                        : Optional.empty();
            }
            boolean keepsChannels = node.domain().isEmpty() && LinearReader.KEEP_CHANNELS.contains(node.opType());
            int varying = node.is("Mul") && view.isConstant(node.input(0)) ? 1 : 0;
            producer = keepsChannels ? view.graph().producer(node.input(varying)) : Optional.empty();
        }
        return Optional.empty();
    }
}
