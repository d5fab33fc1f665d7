package io.reparam.fold.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldTester;
import io.reparam.fold.OptimizedGraph;
import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ONNX Runtime runs, with all of its optimizations, has never more operators after a fold than before it. */
class HighestLevelTest {
    /** What stands around a form: constants beside it ask for a fold that takes it apart. */
    enum Around {
        NOTHING,
        LAYERS,
        CONSTANTS,
        CONSTANTS_AND_LAYERS
    }

    static Stream<String> forms() {
        return Stream.concat(FusedForms.ROWS.keySet().stream(), FusedForms.IMAGES.keySet().stream());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void form_runsInNoMoreOperators(String form) {
        for (Around around : Around.values()) {
            for (Object batch : List.of(2, "N")) {
                SmallNet net = net(form, around, batch);
                FoldTester folded = FoldTester.fold(net.build()).sameNumbers(1e-5);
                List<String> before = OptimizedGraph.operators(net.build());
                List<String> after = OptimizedGraph.operators(folded.graph());
                assertThat(after.size())
                        .as(
                                "%s, %s: %s, was %s, folded %s",
                                around, batch, after, before, folded.report().folds())
                        .isLessThanOrEqualTo(before.size());
            }
        }
    }

    private static SmallNet net(String form, Around around, Object batch) {
        int c = FusedForms.C;
        boolean image = FusedForms.IMAGES.containsKey(form);
        SmallNet net = image ? image(batch) : SmallNet.rows(batch, 5, c);
        FusedForms forms = new FusedForms(net);
        boolean layers = around == Around.LAYERS || around == Around.CONSTANTS_AND_LAYERS;
        boolean constants = around == Around.CONSTANTS || around == Around.CONSTANTS_AND_LAYERS;
        long[] channels = image ? new long[] {1, c, 1, 1} : new long[] {c};
        String x = "x";
        x = layers ? layer(forms, x, image) : x;
        x = constants ? forms.op("Add", forms.op("Mul", x, forms.weight(channels)), forms.weight(channels)) : x;
        x = Objects.requireNonNull((image ? FusedForms.IMAGES : FusedForms.ROWS).get(form))
                .apply(forms, x);
        x = constants ? forms.op("Add", forms.op("Mul", x, forms.weight(channels)), forms.weight(channels)) : x;
        x = layers ? layer(forms, x, image) : x;
        net.builder().node("Softplus", "y", Attributes.none(), x);
        return net;
    }

    private static String layer(FusedForms forms, String x, boolean image) {
        return image ? forms.conv(x) : forms.linear(x);
    }

    private static SmallNet image(Object batch) {
        SmallNet net = new SmallNet();
        net.builder().input("x", batch, FusedForms.C, 8, 8).output("y", "A", "B", "C", "D");
        return net;
    }
}
