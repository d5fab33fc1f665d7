package io.reparam.train.block;

/** One block after the other. */
public final class Sequence extends NetBlock {

    /** Appends a block. */
    public Sequence then(String name, NetBlock block) {
        part(name, block);
        return this;
    }

    @Override
    public <V> V compute(BlockOperators<V> f, V x) {
        V value = x;
        for (NetBlock part : parts().values()) {
            value = f.apply(part, value);
        }
        return value;
    }
}
