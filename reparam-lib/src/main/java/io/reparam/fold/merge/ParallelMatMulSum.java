package io.reparam.fold.merge;

import static io.reparam.fold.match.Pattern.op;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.layer.ConstantGemm;
import io.reparam.fold.layer.ConstantMatMul;
import io.reparam.fold.match.ConstantOperand;
import io.reparam.fold.match.FusedForm;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folds parallel matrix products of one value that are added into one: parallel fully connected branches, a linear residual, a
 * low-rank adapter beside its layer.
 *
 * <p>Pattern: a tree of Add, Sub and Sum, two or more of whose terms are {@code x W_k + b_k}: {@code W = sum s_k W_k}, {@code b = sum
 * s_k b_k}. A branch is x itself (the unit matrix) or up to 8 of MatMul, Gemm, and Add, Sub, Mul, Div of one number a column; at
 * least one has a matrix. Shapes: x {@code [..,K]}, W {@code [K,N]}, b {@code [N]}. Other terms stay.
 *
 * <p>Refused when the result overflows, when it has more weights than the branches, and where only an Add would go that ONNX
 * Runtime computes together with the norm after it. A value with another reader ends a branch.
 *
 * @see <a href="https://arxiv.org/abs/2106.09685">LoRA, section 4.1: W + BA is stored as one matrix</a>
 */
public final class ParallelMatMulSum implements FoldRule {
    @Override
    public Pattern pattern() {
        return op(SumTerms.ADDITIONS);
    }

    private record Branch(SumTerms.Term term, MatrixPath path) {}

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        SumTerms sum = SumTerms.of(match.root(), view);
        int columns = sum.terms().size() < 2
                ? 0
                : sum.terms().stream()
                        .mapToInt(term -> columns(term.value(), view))
                        .max()
                        .orElse(0);
        if (columns == 0) {
            return RuleVerdict.noMatch();
        }
        Map<String, List<Branch>> bySource = new LinkedHashMap<>();
        for (SumTerms.Term term : sum.terms()) {
            if (!view.isConstant(term.value())) {
                MatrixPath.to(term.value(), term.reader(), columns, view)
                        .forEach(path -> bySource.computeIfAbsent(path.source(), source -> new ArrayList<>())
                                .add(new Branch(term, path)));
            }
        }
        return bySource.values().stream()
                .filter(branches -> branches.size() > 1
                        && branches.stream().anyMatch(b -> b.path().hasMatrix())
                        && branches.stream()
                                        .map(b -> b.path().rows())
                                        .distinct()
                                        .count()
                                == 1)
                .sorted(Comparator.comparingInt(branches -> -branches.size()))
                .findFirst()
                .map(branches -> fold(sum, branches, view))
                .orElseGet(RuleVerdict::noMatch);
    }

    /** Of the last matrix on the way to a value; 0 if there is none next to it, but for numbers a column. */
    private static int columns(String value, GraphView view) {
        Optional<Node> producer = view.graph().producer(value);
        for (int i = 0; i < 4 && producer.isPresent(); i++) {
            Node node = producer.get();
            if (node.is("MatMul") && !view.isConstant(node.input(0))) {
                return ConstantMatMul.read(node, view)
                        .either(matMul -> matMul.weights().outputs(), reason -> 0);
            }
            if (node.is("Gemm")) {
                return ConstantGemm.read(node, view)
                        .either(gemm -> gemm.weights().outputs(), reason -> 0);
            }
            producer = ConstantOperand.of(node, view)
                    .flatMap(operand -> view.graph().producer(operand.data()));
        }
        return 0;
    }

    private static RuleVerdict fold(SumTerms sum, List<Branch> branches, GraphView view) {
        Node root = sum.additions().get(0);
        List<MatrixPath> paths = branches.stream().map(Branch::path).toList();
        List<SumTerms.Term> rest = new ArrayList<>(sum.terms());
        branches.forEach(branch -> rest.remove(branch.term()));
        boolean onlyAnAdd = paths.stream().filter(MatrixPath::hasMatrix).count() == 1;
        boolean alone = rest.stream().allMatch(term -> view.isConstant(term.value()));
        if (onlyAnAdd && alone && FusedForm.isSkip(root.output(0), view)) {
            return RuleVerdict.refused(root.label() + " stays: ONNX Runtime adds and normalizes in one operator");
        }
        return new MergedMatMul(root, paths, sum.additions(), rest).verdict(() -> added(branches), view);
    }

    private static MatrixMap added(List<Branch> branches) {
        Branch first = branches.get(0);
        int columns = first.path().columns();
        int rows = first.path().rows();
        MatrixMap sum = new MatrixMap(rows, columns, new double[rows * columns], new double[columns]);
        for (Branch branch : branches) {
            sum = sum.plus(branch.path().map(), branch.term().sign());
        }
        return sum;
    }
}
