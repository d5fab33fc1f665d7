package io.reparam.train.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.reparam.train.TrainingEngine;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import io.reparam.train.attention.AttentionPlacement;
import io.reparam.train.block.NetBlock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that a backbone learns is cut off from the loss. */
class BackboneGradientTest {
    @ParameterizedTest
    @MethodSource("io.reparam.train.backbone.SampleArchitectures#names")
    void everyLearntParameter_hasAGradient(String name) {
        NetSpec spec = new NetSpec(3, 32, 32, 0.1, new AttentionPlacement(AttentionModule.ECA, AttentionMode.BOTH));
        NetBlock net = Architectures.named(name).build(spec);
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            net.initialize(manager);
            net.weights().values().stream()
                    .filter(Parameter::requiresGradient)
                    .forEach(parameter -> parameter.getArray().setRequiresGradient(true));
            try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray y = net.run(manager.randomNormal(new Shape(4, 3, 32, 32)), true);
                gradients.backward(y.mul(manager.randomNormal(y.getShape())).sum());
            }
            List<String> cutOff = net.weights().entrySet().stream()
                    .filter(entry -> entry.getValue().requiresGradient())
                    .filter(entry -> entry.getValue()
                                    .getArray()
                                    .getGradient()
                                    .abs()
                                    .sum()
                                    .getFloat()
                            == 0)
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(cutOff).isEmpty();
        }
    }
}
