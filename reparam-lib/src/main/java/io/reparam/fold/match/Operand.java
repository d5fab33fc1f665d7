package io.reparam.fold.match;

/** What an input of a node in a {@link Pattern} must be. */
@FunctionalInterface
public interface Operand {
    /** @param captures receives what this operand captures, also when it does not fit in the end */
    boolean fits(String value, GraphView view, Match captures);

    /** A value known when the graph is folded. */
    static Operand constant(Capture<String> capture) {
        return (value, view, captures) -> {
            captures.put(capture, value);
            return view.isConstant(value);
        };
    }

    /** The first output of a node that fits a pattern. */
    static Operand from(Pattern pattern) {
        return (value, view, captures) -> view.producerOf(value)
                .filter(node -> pattern.fits(node, view, captures))
                .isPresent();
    }
}
