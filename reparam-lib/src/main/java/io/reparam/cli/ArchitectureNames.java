package io.reparam.cli;

import io.reparam.train.backbone.Architectures;
import java.util.Iterator;
import java.util.stream.Stream;

/** What {@code --arch} takes, for its help and completion. */
final class ArchitectureNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Stream.of(Architectures.names().split(", "))
                .map(name -> name.replaceFirst(" .*", ""))
                .iterator();
    }
}
