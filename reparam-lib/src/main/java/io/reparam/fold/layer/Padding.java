package io.reparam.fold.layer;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Whether a Conv sees zeros outside of its image. */
final class Padding {
    private Padding() {}

    /**
     * Why a summand before a Conv is none in its bias; empty if it is one.
     *
     * @param weight {@code [outC, inC/G, kernel..]}
     */
    static Optional<String> problem(Node conv, NdArray weight) {
        if (!conv.is("Conv")) {
            return Optional.of("at the border of " + conv.label() + " a summand meets fewer weights than inside");
        }
        String auto = conv.attributes().getText("auto_pad", "NOTSET");
        boolean padded = switch (auto) {
            case "VALID" -> false;
            // a kernel of one element needs no padding, whatever the stride
            case "SAME_UPPER", "SAME_LOWER" -> IntStream.range(2, weight.rank()).anyMatch(i -> weight.dim(i) > 1);
            default ->
                conv.attributes().getInts("pads").orElse(List.of()).stream().anyMatch(pad -> pad != 0);
        };
        return padded
                ? Optional.of(conv.label() + " pads with zeros, and a summand does not commute with zero padding")
                : Optional.empty();
    }
}
