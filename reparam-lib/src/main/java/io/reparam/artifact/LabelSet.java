package io.reparam.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The class names of a classifier; the position of a name is its index in the logits. A name may stand twice, as two of ImageNet's do.
 *
 * @param names one non-blank name a class, at least one
 */
public record LabelSet(@JsonValue List<String> names) {
    /** @throws IllegalArgumentException if there is no name, or a blank one */
    @JsonCreator
    public LabelSet {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a classifier needs at least one label");
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).isBlank()) {
                throw new IllegalArgumentException("the label of class " + i + " is blank; every class needs a name");
            }
        }
    }

    /**
     * Reads a file of labels: one a line in the order of the classes, or JSON: a list of names, an object of names by index, as
     * Hugging Face's {@code id2label} and Keras' {@code imagenet_class_index.json} are, or one of indices by name.
     *
     * @throws IllegalArgumentException if it holds no set of names, or is not UTF-8
     */
    public static LabelSet parse(byte[] file) {
        String text = Utf8Text.of(file, "the labels are").strip();
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return new LabelSet(text.lines().map(String::strip).toList());
        }
        try {
            return of(new JsonMapper().readTree(text));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the labels are not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if it is not one of the forms of {@link #parse} */
    static LabelSet of(JsonNode node) {
        if (node.isArray()) {
            List<String> names = new ArrayList<>();
            node.forEach(name -> names.add(name(name)));
            return new LabelSet(names);
        }
        TreeMap<Integer, String> byIndex = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            boolean indexByName =
                    entry.getValue().isIntegralNumber() && !entry.getKey().matches("\\d+");
            int index = indexByName ? entry.getValue().asInt() : index(entry.getKey());
            String name = indexByName ? entry.getKey() : name(entry.getValue());
            String other = byIndex.put(index, name);
            if (other != null) {
                throw new IllegalArgumentException("class " + index + " is both '" + other + "' and '" + name + "'");
            }
        }
        if (byIndex.isEmpty() || byIndex.firstKey() != 0 || byIndex.lastKey() != byIndex.size() - 1) {
            throw new IllegalArgumentException(
                    "the labels must be numbered from 0 on without a gap, not " + byIndex.keySet());
        }
        return new LabelSet(List.copyOf(byIndex.values()));
    }

    private static int index(String key) {
        try {
            return Integer.parseInt(key);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + key + "' is not the index of a class", e);
        }
    }

    /** Keras writes a name as a pair, WordNet's id before it. A number may be a name: digits and degrees are classes, too. */
    private static String name(JsonNode node) {
        JsonNode name = node.isArray() && node.size() == 2 ? node.get(1) : node;
        if (name.isContainer() || name.isNull()) {
            throw new IllegalArgumentException(name + " is not the name of a class");
        }
        return name.asString();
    }

    public int size() {
        return names.size();
    }

    /** @throws IndexOutOfBoundsException if index is not in [0, size) */
    public String name(int index) {
        return names.get(index);
    }
}
