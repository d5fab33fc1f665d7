package io.reparam.train.backbone;

import java.util.List;
import java.util.stream.Collectors;

/** The architectures by name. A new family is a new file and a line here. */
public final class Architectures {
    private static final List<Family> FAMILIES = List.of(
            new CifarResNets(),
            new ImageNetResNets(),
            new Vggs(),
            new MobileNetV2(),
            new MobileNetV3(),
            new ShuffleNetV2(),
            new RepVggs(),
            new MultiBranchResNets(),
            new MobileOne(),
            new VisionTransformers());

    private Architectures() {}

    /** @throws IllegalArgumentException if no family knows the name */
    public static Backbone named(String name) {
        return FAMILIES.stream()
                .flatMap(family -> family.named(name).stream())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("architecture '" + name + "' is unknown; there are " + names()));
    }

    /** What there is, with commas; what else there is of a kind stands in brackets. */
    public static String names() {
        return FAMILIES.stream().map(Family::names).collect(Collectors.joining(", "));
    }
}
