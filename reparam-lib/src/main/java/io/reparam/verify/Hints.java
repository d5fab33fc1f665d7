package io.reparam.verify;

import io.reparam.ort.TypedSpec;
import io.reparam.verify.cut.MapSizes;
import io.reparam.verify.cut.OnnxSource;
import io.reparam.verify.cut.Switches;
import io.reparam.verify.cut.Tables;
import io.reparam.verify.cut.Wiring;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a model asks of its inputs, read from the file when somebody wants to know. */
final class Hints {
    private static final Set<String> SWITCHES =
            Set.of("BOOL", "INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64");

    private static final int SMALL = 64;

    private final OnnxSource source;
    private @Nullable Wiring wiring;
    private @Nullable Switches switches;
    private @Nullable MapSizes sizes;
    private @Nullable Tables tables;

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

    /** Whether small maps are not used up on the way: ONNX Runtime does not survive some that are. */
    boolean leavesMaps(Map<String, long[]> shapes) {
        boolean small = shapes.values().stream()
                .anyMatch(shape ->
                        shape.length > 2 && Arrays.stream(shape).skip(2).anyMatch(size -> size < SMALL));
        try {
            sizes = small && sizes == null ? MapSizes.of(source) : sizes;
            return !small || sizes == null || sizes.areLeft(shapes);
        } catch (IOException e) {
            return true;
        }
    }

    /** How many numbers an integer may be, if it chooses rows of tables. */
    OptionalInt range(TypedSpec input) {
        try {
            tables = tables == null ? Tables.of(source) : tables;
            return tables.all().stream()
                    .filter(table -> table.input().equals(input.name()))
                    .mapToInt(Tables.Table::rows)
                    .min();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    /** Texts that the model knows. */
    List<String> texts() {
        try {
            switches = switches == null ? Switches.of(source) : switches;
            return switches.texts();
        } catch (IOException e) {
            return List.of();
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
