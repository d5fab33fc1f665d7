package io.reparam.verify;

import io.reparam.ort.TypedSpec;
import io.reparam.verify.cut.OnnxSource;
import io.reparam.verify.cut.Wiring;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;

/** What a model's first layers ask of its inputs, read from the file when somebody wants to know. */
final class Hints {
    private Hints() {}

    static Function<TypedSpec, List<List<Long>>> of(OnnxSource source) {
        return input -> {
            try {
                return Wiring.of(source).asked(input.name());
            } catch (IOException e) {
                return List.of(); // then nothing but the usual sizes is tried
            }
        };
    }
}
