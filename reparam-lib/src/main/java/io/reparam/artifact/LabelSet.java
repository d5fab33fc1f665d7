package io.reparam.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The class names of a classifier; the position of a name is its index in the logits.
 *
 * @param names one unique, non-blank name a class, at least one
 */
public record LabelSet(@JsonValue List<String> names) {

    /** @throws IllegalArgumentException if there is no name, a blank one, or one that stands twice */
    @JsonCreator
    public LabelSet {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a classifier needs at least one label");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("a label is blank; every class needs a name");
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException("label '" + name + "' stands twice; names must be unique");
            }
        }
    }

    public int size() {
        return names.size();
    }

    /** @throws IndexOutOfBoundsException if index is not in [0, size) */
    public String name(int index) {
        return names.get(index);
    }
}
