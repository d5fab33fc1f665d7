package io.reparam.proof;

import io.reparam.fold.FoldRule;
import io.reparam.fold.RuleVerdict;
import io.reparam.fold.eval.NdArray;
import io.reparam.fold.match.GraphView;
import io.reparam.fold.match.Match;
import io.reparam.fold.match.Pattern;
import io.reparam.graph.ElementType;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Rules that are wrong in ways that rules are wrong. */
final class UnsoundRules {
    private UnsoundRules() {}

    /** A Relu becomes an Abs. */
    static FoldRule wrongEverywhere() {
        return rule(
                "Relu",
                node -> true,
                node -> edit -> edit.graph()
                        .replace(node, Node.of(node.name(), "Abs", node.inputs(), node.outputs(), node.attributes())));
    }

    /** A normalization loses its running mean: right for as long as nobody trains the net. */
    static FoldRule forgetsTheMean() {
        return rule("BatchNormalization", node -> !node.input(3).startsWith("forgotten"), node -> edit -> {
            List<String> inputs = new ArrayList<>(node.inputs());
            inputs.set(3, edit.store("forgotten", new NdArray(ElementType.FLOAT, new long[] {4}, new double[4])));
            edit.graph().replace(node, node.withInputs(inputs));
        });
    }

    private static FoldRule rule(String op, Predicate<Node> applies, Function<Node, RuleVerdict.Rewrite> rewrite) {
        return new FoldRule() {
            @Override
            public String name() {
                return "Unsound";
            }

            @Override
            public Pattern pattern() {
                return Pattern.op(op);
            }

            @Override
            public RuleVerdict check(Match match, GraphView view) {
                return applies.test(match.root())
                        ? RuleVerdict.applicable(List.of(match.root()), rewrite.apply(match.root()))
                        : RuleVerdict.noMatch();
            }
        };
    }
}
