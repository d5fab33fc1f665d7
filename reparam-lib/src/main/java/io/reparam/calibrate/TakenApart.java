package io.reparam.calibrate;

import io.reparam.graph.Graph;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A net whose gates are each a product of its own: Einsums are products, stacks of branches are apart, and no split is a sequence.
 * Where no gate goes, that would only make the net larger, so the form that is written has each as it was.
 */
public final class TakenApart {
    private final Graph net;
    private final Map<String, List<Long>> shapes;
    private final Map<String, String> products;
    private final Graph graph;

    private TakenApart(Graph net, Map<String, List<Long>> shapes, Map<String, String> products, Graph graph) {
        this.net = net;
        this.shapes = shapes;
        this.products = products;
        this.graph = graph;
    }

    /**
     * Takes apart what can be.
     *
     * @param shape of images that the net takes
     * @throws io.reparam.ort.OrtModelException if the net does not run on it
     */
    public static TakenApart of(Graph net, long... shape) {
        // without the sequences, which fewer follow; names stay, so the net itself takes the constants, too
        Graph plain = EinsumProduct.in(SequenceParts.in(net), product -> true);
        if (!Unstacked.mayHave(plain)) {
            return new TakenApart(net, Map.of(), Map.of(), plain);
        }
        Map<String, List<Long>> shapes = RunShapes.of(plain, RunShapes.sample(shape), 1);
        Unstacked apart = Unstacked.of(plain, shapes, product -> true);
        return new TakenApart(net, shapes, apart.products(), apart.graph());
    }

    /** A net that has nothing to be taken apart. */
    static TakenApart none(Graph net) {
        return new TakenApart(net, Map.of(), Map.of(), net);
    }

    /** Where gates are found, and tried. */
    public Graph graph() {
        return graph;
    }

    /** The net with constants in the place of some gates, and all else as it was. */
    Graph with(Collection<ConstantGates.Replacement> gone) {
        Set<String> wanted = new HashSet<>();
        for (ConstantGates.Replacement replacement : gone) {
            String gate = replacement.gate().output();
            wanted.add(products.getOrDefault(gate, gate));
        }
        Graph plain = EinsumProduct.in(net, wanted::contains);
        return ConstantGates.in(
                products.isEmpty()
                        ? plain
                        : Unstacked.of(plain, shapes, wanted::contains).graph(),
                gone);
    }
}
