package io.reparam.fold.shape;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rows while they are gathered. */
final class Table {
    private final Map<String, Operator> rows = new HashMap<>();

    /** A row of ONNX's own domain. */
    void add(String name, Rule rule, Trait... traits) {
        addOf("", name, rule, traits);
    }

    void addOf(String domain, String name, Rule rule, Trait... traits) {
        Operator old = rows.put(domain + ":" + name, new Operator(domain, name, Set.of(traits), rule));
        if (old != null) {
            throw new IllegalStateException(
                    "operator " + name + " of domain '" + domain + "' stands twice in the table");
        }
    }

    /** What holds as well for rows of ONNX's own domain that are there. */
    void also(Trait trait, String... names) {
        for (String name : names) {
            Operator old = row("", name).orElseThrow(() -> new IllegalStateException("no row " + name));
            Set<Trait> traits = new HashSet<>(old.traits());
            traits.add(trait);
            rows.put(":" + name, new Operator("", name, traits, old.rule()));
        }
    }

    Optional<Operator> row(String domain, String name) {
        return Optional.ofNullable(rows.get(domain + ":" + name));
    }

    Iterable<Operator> rows() {
        return rows.values();
    }
}
