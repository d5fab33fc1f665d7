package io.reparam.calibrate;

import java.util.List;

/**
 * What a search for gates found.
 *
 * @param found in the order in which they run
 * @param rejected products that are no gates, each with its reason
 */
public record Gates(List<Gate> found, List<Rejection> rejected) {
    public Gates {
        found = List.copyOf(found);
        rejected = List.copyOf(rejected);
    }
}
