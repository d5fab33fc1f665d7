package io.reparam.calibrate;

import io.reparam.graph.Attributes;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Node;
import io.reparam.graph.Value;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Gives whole numbers, such as the classes that an ArgMax writes, as floating-point ones, so that all outputs are read alike. */
final class RealOutputs {
    private static final Set<ElementType> WHOLE = EnumSet.of(
            ElementType.BOOL,
            ElementType.INT8,
            ElementType.UINT8,
            ElementType.INT16,
            ElementType.UINT16,
            ElementType.INT32,
            ElementType.UINT32,
            ElementType.INT64,
            ElementType.UINT64);

    private RealOutputs() {}

    /** Whether an output counts something. */
    static boolean isWhole(Value output) {
        return output.type().map(WHOLE::contains).orElse(false);
    }

    /** The same net; a copy where an output changes. Its outputs keep their order. */
    static Graph of(Graph net) {
        List<Value> outputs = List.copyOf(net.outputs());
        if (outputs.stream().noneMatch(RealOutputs::isWhole)) {
            return net;
        }
        Graph real = net.copy();
        outputs.forEach(output -> real.removeOutput(output.name()));
        for (Value output : outputs) {
            if (!isWhole(output)) {
                real.addOutput(output);
                continue;
            }
            String name = real.freshName(output.name() + ".real");
            Attributes toFloat = Attributes.none().withInt("to", ElementType.FLOAT.code());
            real.add(Node.of(name, "Cast", List.of(output.name()), List.of(name), toFloat));
            real.addOutput(Value.tensor(name, ElementType.FLOAT, output.dims().orElse(List.of())));
        }
        return real;
    }
}
