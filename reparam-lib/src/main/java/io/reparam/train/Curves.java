package io.reparam.train;

import io.reparam.plot.LineChart;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Loss and accuracy over the epochs as a picture. */
final class Curves {
    private Curves() {}

    static String svg(List<EpochResult> epochs) {
        return LineChart.svg(List.of(
                chart("loss", epochs, EpochResult::trainLoss, EpochResult::validationLoss),
                chart("top-1", epochs, EpochResult::trainAccuracy, EpochResult::validationAccuracy)));
    }

    private static LineChart chart(
            String title,
            List<EpochResult> epochs,
            Function<EpochResult, Double> training,
            Function<EpochResult, @Nullable Double> validation) {
        List<LineChart.Line> lines = new ArrayList<>();
        lines.add(new LineChart.Line(
                "training, augmented", epochs.stream().map(training).toList()));
        List<Double> held = new ArrayList<>();
        for (EpochResult epoch : epochs) {
            Double value = validation.apply(epoch);
            if (value != null) {
                held.add(value);
            }
        }
        if (!held.isEmpty()) {
            lines.add(new LineChart.Line("validation", held));
        }
        return new LineChart(title + " over the epochs", lines);
    }
}
