package io.reparam.calibrate;

import java.util.List;

/**
 * What a search for gates found.
 *
 * @param found in the order in which they run
 * @param rejected products that are not gates, each with its reason
 */
public record Gates(List<Gate> found, List<Rejection> rejected) {
    /**
     * A product of two values that both depend on the image but that no constant can replace.
     *
     * @param node name of the Mul
     * @param reason why not
     */
    public record Rejection(String node, String reason) {}

    public Gates {
        found = List.copyOf(found);
        rejected = List.copyOf(rejected);
    }
}
