package io.reparam;

import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Tensor;
import io.reparam.graph.Value;
import java.util.List;

/** The smallest nets of a type: input "x" {@code [N, 2, H, W]}, output "y". */
public final class TypedNets {
    private TypedNets() {}

    /** {@code y[0] = x[0] first}, {@code y[1] = x[1] / 2}, in operators that ONNX Runtime has for float64, too. */
    public static Graph scaled(ElementType type, double first) {
        GraphBuilder builder = GraphBuilder.of("typed");
        builder.initializer(Tensor.rounded("w", type, new long[] {1, 2, 1, 1}, new double[] {first, 0.5}));
        builder.initializer(Tensor.rounded("v", type, new long[] {1, 2, 1, 1}, new double[] {1, 1}));
        builder.node("Mul", "c", Attributes.none(), "x", "w");
        builder.node("Mul", "y", Attributes.none(), "v", "c");
        return typed(builder, type);
    }

    public static Graph identity(ElementType type) {
        GraphBuilder builder = GraphBuilder.of("typed");
        builder.node("Identity", "y", Attributes.none(), "x");
        return typed(builder, type);
    }

    private static Graph typed(GraphBuilder builder, ElementType type) {
        List<Dim> dims = Dim.list("N", 2, "H", "W");
        Graph graph = builder.input("x", "N", 2, "H", "W")
                .output(Value.tensor("y", type, dims))
                .build();
        return graph.removeInput("x").addInput(Value.tensor("x", type, dims));
    }
}
