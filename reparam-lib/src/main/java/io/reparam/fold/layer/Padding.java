package io.reparam.fold.layer;

import io.reparam.fold.eval.NdArray;
import io.reparam.graph.Node;
import io.reparam.graph.Result;
import java.util.List;
import java.util.stream.IntStream;

/** Whether a Conv sees zeros outside of its image. */
final class Padding {
    private Padding() {}

    /**
     * The Conv, if it reads no zeros: then a summand before it is one in its bias.
     *
     * @param weight {@code [outC, inC/G, kernel..]}
     */
    static Result<Node> none(Node conv, NdArray weight) {
        if (!conv.is("Conv")) {
            return Result.problem("at the border of " + conv.label() + " a summand meets fewer weights than inside");
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
                ? Result.problem(conv.label() + " pads with zeros, and a summand does not commute with zero padding")
                : Result.found(conv);
    }
}
