package io.reparam.cli;

import io.reparam.calibrate.Budget;
import io.reparam.calibrate.CalibrationPlan;
import io.reparam.calibrate.OutputKind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What {@code calibrate} may lose, and how it measures that. */
final class CalibrationOptions {
    @Option(
            names = "--max-drop",
            paramLabel = "D",
            converter = Percentage.Converter.class,
            description =
                    "Top-1 accuracy that may be lost, in points; without labels, part of the images whose answer may change:"
                            + " top class, text, nearest neighbour, or as --output-kind has it. Such as 0.5%%.")
    private @Nullable Percentage maxDrop;

    @Option(
            names = "--max-kl",
            paramLabel = "X",
            description =
                    "Largest Kullback-Leibler divergence of the outputs, in nats: mean of an image, or of a map's pixel.")
    private @Nullable Double maxKl;

    @Option(
            names = "--max-move",
            paramLabel = "M",
            converter = Percentage.Converter.class,
            description =
                    "How far 95 of 100 images may move: the largest change of a probability, 1 - cosine of an embedding,"
                            + " mean error of a map, relative error of other numbers. Such as 10%%.")
    private @Nullable Percentage maxMove;

    @Option(
            names = "--gates",
            paramLabel = "N",
            description = "How many gates go, whatever the loss; the report says what it is.")
    private @Nullable Integer gates;

    @Option(names = "--all", description = "Every gate, whatever the loss, which is reported.")
    private boolean all;

    @Option(
            names = "--output-kind",
            split = ",",
            paramLabel = "[NAME=]KIND",
            description = "What outputs are, instead of what they seem to be: logits, probabilities, binary, labels,"
                    + " class, embedding, sequence, class-map, map, raw.")
    private List<String> outputKinds = List.of();

    @Option(
            names = "--latency",
            paramLabel = "S",
            defaultValue = "0",
            description =
                    "Seconds to time each number of gates for, side by side with the original; default: not at all.")
    private double latency;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = "Of ONNX Runtime; default 1.")
    private int threads;

    int threads() {
        return threads;
    }

    /** @throws IllegalArgumentException if two options contradict each other, or a value is impossible */
    CalibrationPlan plan() {
        return new CalibrationPlan(budget(), threads, latency, kinds(), 0);
    }

    private Budget budget() {
        if (maxDrop == null && maxKl == null && maxMove == null && gates == null && !all) {
            return Budget.USUAL;
        }
        Double drop = maxDrop == null ? null : (Double) maxDrop.value();
        Double move = maxMove == null ? null : (Double) maxMove.value();
        if (gates != null && gates < 1) {
            throw new IllegalArgumentException("--gates " + gates + " must be 1 or more");
        }
        if (maxDrop != null && maxDrop.value() > 1) {
            throw new IllegalArgumentException("--max-drop " + maxDrop.text() + " must be 0 to 1, or 0% to 100%"
                    + (maxDrop.value() <= 100 && !maxDrop.text().endsWith("%")
                            ? "; for " + maxDrop.text() + " of 100 write " + maxDrop.text() + "%"
                            : ""));
        }
        if (maxKl != null && !(maxKl > 0)) {
            throw new IllegalArgumentException("--max-kl " + maxKl + " must be above 0");
        }
        if (maxMove != null && !(maxMove.value() > 0)) {
            throw new IllegalArgumentException("--max-move " + maxMove.text() + " must be above 0");
        }
        return new Budget(drop, maxKl, move, gates == null ? 0 : gates, all);
    }

    private Map<String, OutputKind> kinds() {
        Map<String, OutputKind> kinds = new HashMap<>();
        for (String choice : outputKinds) {
            int cut = choice.lastIndexOf('=');
            String kind =
                    choice.substring(cut + 1).strip().toUpperCase(Locale.ROOT).replace('-', '_');
            if (Stream.of(OutputKind.values()).noneMatch(known -> known.name().equals(kind))) {
                throw new IllegalArgumentException("--output-kind '" + choice + "' must be one of "
                        + Stream.of(OutputKind.values()).map(OutputKind::text).toList() + ", or NAME= and one of them");
            }
            kinds.put(cut < 0 ? "" : choice.substring(0, cut), OutputKind.valueOf(kind));
        }
        return kinds;
    }

    /** An option such as {@code 0.5%}, or {@code 0.005}, which is the same. */
    record Percentage(double value, String text) {
        static final class Converter implements ITypeConverter<Percentage> {
            @Override
            public Percentage convert(String text) {
                if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,6})?%?")) {
                    throw new TypeConversionException("'" + text + "' must be a part, such as 0.5% or 0.005");
                }
                boolean percent = text.endsWith("%");
                double number = Double.parseDouble(percent ? text.substring(0, text.length() - 1) : text);
                return new Percentage(percent ? number / 100 : number, text);
            }
        }
    }
}
