package io.reparam.fold.merge;

import io.reparam.fold.match.GraphView;
import io.reparam.fold.shape.Operators;
import io.reparam.fold.shape.Trait;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a tree of Add, Sub and Sum adds up. An inner addition belongs to the tree if nobody else reads it.
 *
 * @param terms from left to right
 * @param additions the tree's operators, the last one first
 */
record SumTerms(List<Term> terms, List<Node> additions) {
    /** Add, Sub and Sum. */
    static final String[] ADDITIONS = Operators.named(Trait.ADDS);

    private static final int MOST = 64;

    /**
     * One of them.
     *
     * @param value name
     * @param reader the addition that reads it
     * @param sign 1 or -1
     */
    record Term(String value, Node reader, int sign) {}

    static SumTerms of(Node root, GraphView view) {
        SumTerms sum = new SumTerms(new ArrayList<>(), new ArrayList<>());
        sum.add(root, 1, view);
        return sum;
    }

    private void add(Node addition, int sign, GraphView view) {
        additions.add(addition);
        for (int i = 0; i < addition.inputs().size(); i++) {
            String value = addition.input(i);
            int signed = addition.is("Sub") && i == 1 ? -sign : sign;
            Optional<Node> inner = view.graph()
                    .producer(value)
                    .filter(node -> node.domain().isEmpty() && Operators.is(node, Trait.ADDS))
                    .filter(node -> additions.size() < MOST && view.readOnlyBy(addition, value));
            if (inner.isPresent()) {
                add(inner.get(), signed, view);
            } else {
                terms.add(new Term(value, addition, signed));
            }
        }
    }

    /** Lets a value and some terms be added up instead of a tree's last operator. */
    static void replace(Node root, String first, List<Term> terms, Graph graph) {
        String sum = first;
        for (int i = 0; i < terms.size(); i++) {
            boolean last = i == terms.size() - 1;
            String output = last ? root.output(0) : graph.freshName(root.output(0) + ".partial");
            String type = terms.get(i).sign() > 0 ? "Add" : "Sub";
            List<String> inputs = List.of(sum, terms.get(i).value());
            Node addition = Node.of(last ? root.name() : output, type, inputs, List.of(output), Attributes.none());
            if (last) {
                graph.replace(root, addition);
            } else {
                graph.insertBefore(root, addition);
            }
            sum = output;
        }
    }
}
