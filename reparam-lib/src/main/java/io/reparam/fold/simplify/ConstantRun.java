package io.reparam.fold.simplify;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.GraphRun;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replaces what depends on no input and is not computed as an array of numbers by what a runtime says of it: strings, what is
 * taken from a sequence, a Loop or Scan over constants.
 *
 * <p>Pattern: a node that reads constants only, in its graphs as well; nodes before it whose result no file stores, such as a
 * sequence, run with it. Each tensor is stored as the runtime gives it, in the graph's own types.
 *
 * <p>Refused when no evaluator runs it, within its limits, or when the file would grow by more than {@link ConstantGrowth} allows.
 * Not done where something that is no tensor is read. A graph output becomes a Constant, for its name must stay a node's.
 */
public final class ConstantRun implements FoldRule {
    @Override
    public Pattern pattern() {
        return Pattern.op();
    }

    @Override
    public RuleVerdict check(Match match, GraphView view) {
        Node node = match.root();
        Optional<GraphRun> run = view.run(node);
        if (run.isEmpty()) {
            return RuleVerdict.noMatch();
        }
        if (!(run.get() instanceof GraphRun.Done done)) {
            String reason = run.get() instanceof GraphRun.Failed failed ? failed.reason() : "";
            return RuleVerdict.refused(node.label() + " depends on no input but is not computed: " + reason);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String output : node.outputs()) {
            if (isRead(output, view.graph())) {
                Tensor tensor = done.tensors().get(output);
                if (tensor == null || view.graph().isOutput(output) && node.is("Identity")) {
                    return RuleVerdict.noMatch();
                }
                tensors.put(output, tensor);
            }
        }
        long bytes = tensors.values().stream().mapToLong(Tensor::storedBytes).sum();
        return ConstantGrowth.allowed(node, tensors, bytes, view.graph())
                .either(
                        stored -> RuleVerdict.applicable(List.of(node), edit -> edit.freezeAs(node, stored)),
                        reason -> RuleVerdict.refused(node.label() + " computes a constant that " + reason));
    }

    private static boolean isRead(String output, Graph graph) {
        return graph.isOutput(output) || !graph.consumers(output).isEmpty();
    }
}
