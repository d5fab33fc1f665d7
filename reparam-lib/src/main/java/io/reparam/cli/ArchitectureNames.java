package io.reparam.cli;

import io.reparam.train.backbone.Architectures;
import java.util.Iterator;
import java.util.List;

/** What {@code --arch} takes, for its help. */
final class ArchitectureNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return List.of(Architectures.names()).iterator();
    }
}
