package io.reparam.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reparam.fold.SmallNet;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SwitchedNetTest {
    private static final ImageBatch BATCH = GateNets.images(4, 1).batches().get(0);

    @Test
    void gateThatIsKept_isItself_andOneThatIsGone_isItsConstant() {
        Graph net = GateNets.classifier(GateNets.Kind.SE, GateNets.Kind.ECA, GateNets.Kind.GCT);
        assertThatEveryChoiceIsTheNetWithConstants(net, 3);
    }

    @Test
    void divisor_isReplacedByTheReciprocalOfItsConstant() {
        SmallNet net = new SmallNet();
        net.builder().input("image", "N", 3, 12, 12).output("y", "N", GateNets.CHANNELS, 12, 12);
        String x = net.conv("conv", "image", 3, GateNets.CHANNELS, 1, true);
        net.node("Div", "y", x, net.node("Exp", "divisor", GateNets.Kind.SE.gate(net, x, "k_")));
        assertThatEveryChoiceIsTheNetWithConstants(net.build(), 1);
    }

    private static void assertThatEveryChoiceIsTheNetWithConstants(Graph net, int gates) {
        List<Gate> found = GateFinder.find(net, 2, 3, 12, 12).found();
        assertThat(found).hasSize(gates);
        try (SwitchedNet switched = new SwitchedNet(net, found, gate -> ElementType.FLOAT, 1)) {
            for (int choice = 0; choice < 1 << gates; choice++) {
                int gone = choice;
                List<ConstantGates.Replacement> replacements = found.stream()
                        .filter(gate -> (gone >> found.indexOf(gate) & 1) == 1)
                        .map(SwitchedNetTest::constant)
                        .toList();
                assertThat(switched.run(BATCH, replacements).get(0).toArray())
                        .containsExactly(outputs(ConstantGates.in(net, replacements)), within(1e-4f));
            }
        }
    }

    private static ConstantGates.Replacement constant(Gate gate) {
        double[] factors = new double[gate.channels()];
        Arrays.setAll(factors, c -> 0.25 + 0.5 * c);
        return new ConstantGates.Replacement(gate, ElementType.FLOAT, factors);
    }

    private static float[] outputs(Graph net) {
        try (OrtModel model = new OrtModel(OnnxFile.bytes(net), SessionSettings.cpu(1))) {
            return List.copyOf(model.run(Map.of("image", BATCH.input())).values())
                    .get(0)
                    .toArray();
        }
    }
}
