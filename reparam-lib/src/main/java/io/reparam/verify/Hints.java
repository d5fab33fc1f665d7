package io.reparam.verify;

import io.reparam.ort.TypedSpec;
import io.reparam.verify.cut.OnnxSource;
import io.reparam.verify.cut.Switches;
import io.reparam.verify.cut.Wiring;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a model asks of its inputs, read from the file when somebody wants to know. */
final class Hints {
    private static final Set<String> SWITCHES =
            Set.of("BOOL", "INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64");

    private final OnnxSource source;
    private @Nullable Wiring wiring;
    private @Nullable Switches switches;

    Hints(OnnxSource source) {
        this.source = source;
    }

    /** Shapes that the first layers after an input ask for. */
    List<List<Long>> shapes(TypedSpec input) {
        try {
            wiring = wiring == null ? Wiring.of(source) : wiring;
            return wiring.asked(input.name());
        } catch (IOException e) {
            return List.of(); // then nothing but the usual sizes is tried
        }
    }

    /** Numbers for which the model does something else. */
    List<Long> switches(TypedSpec input) {
        if (!SWITCHES.contains(input.type())) {
            return List.of();
        }
        if (input.type().equals("BOOL") && input.shape().stream().allMatch(dim -> dim == 1)) {
            return List.of(0L, 1L); // whoever reads it
        }
        try {
            switches = switches == null ? Switches.of(source) : switches;
            return switches.of(input.name());
        } catch (IOException e) {
            return List.of();
        }
    }
}
