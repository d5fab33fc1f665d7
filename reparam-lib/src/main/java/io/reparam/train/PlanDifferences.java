package io.reparam.train;

import com.fasterxml.jackson.annotation.JsonValue;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What tells two plans apart, in the words of the command line. */
final class PlanDifferences {
    private PlanDifferences() {}

    /** Such as {@code --epochs 10, now 20}; empty for equal plans. */
    static List<String> between(TrainingPlan saved, TrainingPlan asked) {
        List<String> differences = new ArrayList<>();
        collect(saved, asked, differences);
        return differences;
    }

    private static void collect(Record saved, Record asked, List<String> differences) {
        for (RecordComponent component : saved.getClass().getRecordComponents()) {
            Object before = value(component, saved);
            Object now = value(component, asked);
            if (before instanceof Record a && now instanceof Record b && a.getClass() == b.getClass() && !isText(a)) {
                collect(a, b, differences);
            } else if (!Objects.equals(before, now)) {
                differences.add(option(component.getName()) + " " + text(before) + ", now " + text(now));
            }
        }
    }

    /** Whether it is one option, written as a text. */
    private static boolean isText(Record value) {
        return Arrays.stream(value.getClass().getMethods())
                .anyMatch(method -> method.isAnnotationPresent(JsonValue.class));
    }

    private static @Nullable Object value(RecordComponent component, Record of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's own component can be read", e);
        }
    }

    private static String option(String component) {
        return switch (component) {
            case "architecture" -> "--arch";
            default -> "--" + component.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        };
    }

    private static String text(@Nullable Object value) {
        return value == null
                ? "none"
                : value instanceof Enum<?> e ? e.name().toLowerCase(Locale.ROOT) : value.toString();
    }
}
