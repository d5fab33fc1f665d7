package io.reparam.fold;

import io.reparam.graph.Node;
import java.util.List;

/** What a rule says of a place that looks like its pattern. */
public sealed interface RuleVerdict {
    /** Not what the rule is about; nobody needs to hear of it. */
    record NoMatch() implements RuleVerdict {}

    /**
     * It is what the rule is about, but folding it would be wrong or is not possible.
     *
     * @param reason for a person: what, the values, what to do if there is something
     */
    record Refused(String reason) implements RuleVerdict {}

    /**
     * It can be folded.
     *
     * @param nodes that become one or vanish, for the report
     * @param zeroChannels output channels whose factor is 0, so that they could be pruned
     * @param rewrite does it; valid for the graph as it was examined
     */
    record Applicable(List<Node> nodes, List<Integer> zeroChannels, Rewrite rewrite) implements RuleVerdict {
        public Applicable {
            nodes = List.copyOf(nodes);
            zeroChannels = List.copyOf(zeroChannels);
        }
    }

    static RuleVerdict noMatch() {
        return new NoMatch();
    }

    static RuleVerdict refused(String reason) {
        return new Refused(reason);
    }

    static RuleVerdict applicable(List<Node> nodes, Rewrite rewrite) {
        return new Applicable(nodes, List.of(), rewrite);
    }

    /** The change that a rule makes once. It need not remove what becomes unused: the pipeline does. */
    @FunctionalInterface
    public interface Rewrite {
        void apply(GraphEdit edit);
    }
}
