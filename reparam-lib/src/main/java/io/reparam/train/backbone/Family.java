package io.reparam.train.backbone;

import java.util.Optional;

/** Architectures that differ by a number or a letter. */
interface Family {
    /** For the list of what there is. */
    String names();

    /**
     * @return empty if the name is not one of the family's
     * @throws IllegalArgumentException if it is, but there is no such member
     */
    Optional<Backbone> named(String name);
}
