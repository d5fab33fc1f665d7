package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.SmallNet;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.Value;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nets that say a class of each place. */
class SegmentationTest {
    private static final int CLASSES = 5;

    @Test
    void scores_andTheClassesThemselves_loseTheSame() {
        OutputLoss scores = loss(net(false, false), Map.of());
        OutputLoss last = loss(net(true, false), Map.of());
        OutputLoss classes = loss(net(false, true), Map.of());
        assertThat(scores.kind()).isEqualTo(OutputKind.CLASS_MAP);
        assertThat(scores.changed()).isBetween(1e-4, 0.9);
        assertThat(scores.moved()).isBetween(1e-4, 0.9);
        assertThat(scores.text()).startsWith("mean IoU of an image 0.").contains("of the places change class");
        assertThat(last).usingRecursiveComparison().isEqualTo(scores);
        assertThat(classes).usingRecursiveComparison().isEqualTo(scores);
    }

    @Test
    void kindOfAnOutputThatIsNotThere_isRefused() {
        assertThatThrownBy(() -> loss(net(false, false), Map.of("mask", OutputKind.CLASS_MAP)))
                .isInstanceOf(CalibrationException.class)
                .hasMessage("--output-kind names 'mask', but the model's outputs are [classes]");
    }

    private static OutputLoss loss(Graph net, Map<String, OutputKind> kinds) {
        CalibrationPlan plan = new CalibrationPlan(new Budget(null, null, true), 1, 0, kinds, 0);
        return new Calibration(plan, new FoldPipeline(FoldRules.standard()))
                .run(
                        net,
                        GateFinder.find(net, 2, 3, 12, 12),
                        GateNets.images(16, 1),
                        GateNets.images(16, 2),
                        Sample.unknown(0))
                .report()
                .result()
                .heldOut()
                .outputs()
                .get(0);
    }

    /** An SE module, a score of each class and place, enlarged to twice the size. */
    private static Graph net(boolean classesLast, boolean argMax) {
        SmallNet net = new SmallNet();
        net.builder().input("image", "N", 3, 12, 12);
        String x = net.node("Relu", "relu", net.conv("conv", "image", 3, GateNets.CHANNELS, 1, true));
        x = net.node("Mul", "gated", x, GateNets.Kind.SE.gate(net, x, "k_"));
        x = net.conv("scores", x, GateNets.CHANNELS, CLASSES, 1, true);
        String sizes = net.builder().initializer("twice", new long[] {4}, new float[] {1, 1, 2, 2});
        boolean plain = !classesLast && !argMax;
        x = net.builder().node("Resize", plain ? "classes" : "large", Attributes.none(), x, "", sizes);
        if (classesLast) {
            net.builder().node("Transpose", "classes", Attributes.none().withInts("perm", 0, 2, 3, 1), x);
        }
        if (argMax) {
            net.builder()
                    .node(
                            "ArgMax",
                            "classes",
                            Attributes.none().withInt("axis", 1).withInt("keepdims", 0),
                            x);
            net.builder().output(Value.tensor("classes", ElementType.INT64, Dim.list("N", 24, 24)));
        } else if (classesLast) {
            net.builder().output("classes", "N", 24, 24, CLASSES);
        } else {
            net.builder().output("classes", "N", CLASSES, 24, 24);
        }
        return net.build();
    }
}
