package io.reparam.fold;

/** The change that a rule makes once. It need not remove what becomes unused: the pipeline does. */
@FunctionalInterface
public interface Rewrite {
    void apply(GraphEdit edit);
}
