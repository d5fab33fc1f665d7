package io.reparam.fold.shape;

import java.util.Set;

/**
 * One row of the table: what an operator is.
 *
 * @param domain empty for ONNX's own
 * @param name its type
 * @param traits what holds for it at every opset
 * @param rule types, shapes and small values of its outputs
 */
public record Operator(String domain, String name, Set<Trait> traits, Rule rule) {
    public Operator {
        traits = Set.copyOf(traits);
    }

    public boolean is(Trait trait) {
        return traits.contains(trait);
    }
}
