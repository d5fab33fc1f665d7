package io.reparam.fold.eval;

import io.reparam.graph.Attributes;
import io.reparam.graph.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node with its inputs, as an {@link NodeFunction} sees it. */
record EvaluatedNode(Node node, List<@Nullable NdArray> inputs, int opset) {

    /** @throws UnsupportedOperationException if the input is left out */
    NdArray in(int index) {
        return optional(index).orElseThrow(() -> new UnsupportedOperationException("input " + index + " is left out"));
    }

    Optional<NdArray> optional(int index) {
        return index < inputs.size() ? Optional.ofNullable(inputs.get(index)) : Optional.empty();
    }

    Attributes attributes() {
        return node.attributes();
    }

    /** Whole numbers that were an attribute up to one opset and are an input from another one on. */
    Optional<long[]> longs(String attribute, int input) {
        if (optional(input).isPresent()) {
            return Optional.of(
                    Arrays.stream(in(input).values()).mapToLong(v -> (long) v).toArray());
        }
        return ints(attribute);
    }

    Optional<long[]> ints(String attribute) {
        return attributes()
                .getInts(attribute)
                .map(list -> list.stream().mapToLong(Long::longValue).toArray());
    }
}
