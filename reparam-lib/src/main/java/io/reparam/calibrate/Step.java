package io.reparam.calibrate;

import java.util.List;

/**
 * One more gate is gone.
 *
 * @param added the gate that went in this step
 * @param replacements of all gates that are gone, in the order in which they run
 * @param loss on the calibration images
 */
record Step(Gate added, List<Replacement> replacements, Loss loss) {
    Step {
        replacements = List.copyOf(replacements);
    }
}
