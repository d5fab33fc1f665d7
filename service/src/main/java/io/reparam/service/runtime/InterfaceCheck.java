package io.reparam.service.runtime;

import io.reparam.artifact.ModelManifest;
import io.reparam.ort.TensorSpec;
import io.reparam.service.repository.UnservableException;
import java.util.List;

/** Whether a net's input and output are what its manifest promises. */
final class InterfaceCheck {
    private static final String REMEDY =
            "Export the net with that interface, or correct labels and preprocess in " + ModelManifest.FILE + ".";

    private InterfaceCheck() {}

    /** @throws UnservableException naming the file and both sides of what differs */
    static void check(String file, ModelManifest manifest, List<TensorSpec> inputs, List<TensorSpec> outputs) {
        NetShape promised = NetShape.of(manifest);
        checkOne(file, "input", inputs, promised.input());
        checkOne(file, "output", outputs, promised.output());
    }

    private static void checkOne(String file, String side, List<TensorSpec> found, List<Long> wanted) {
        boolean fits = found.size() == 1
                && found.get(0).type().equals("FLOAT")
                && fits(found.get(0).shape(), wanted);
        if (!fits) {
            throw new UnservableException(
                    file + ": the net must have one float " + side + " that takes " + wanted + ", but has " + found
                            + ".",
                    REMEDY,
                    null);
        }
    }

    private static boolean fits(List<Long> shape, List<Long> wanted) {
        if (shape.size() != wanted.size()) {
            return false;
        }
        for (int i = 0; i < shape.size(); i++) {
            if (shape.get(i) != -1 && !shape.get(i).equals(wanted.get(i))) {
                return false;
            }
        }
        return true;
    }
}
