package io.reparam.train.attention;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.reparam.train.TrainingEngine;
import io.reparam.train.block.BatchNormalization;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.Sequence;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing that is learnt is cut off from the loss. */
class GradientTest {
    static Stream<Arguments> forms() {
        return Stream.of(AttentionModule.values())
                .flatMap(module -> Stream.of(AttentionMode.ATTENTION, AttentionMode.ASR)
                        .filter(mode -> module.foldable() || !mode.hasAsr())
                        .map(mode -> Arguments.of(module, mode)));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void everyLearntParameter_hasAGradient(AttentionModule module, AttentionMode mode) {
        FeatureMap map = new FeatureMap(32, 4, 4);
        BatchNormalization norm = new BatchNormalization(32);
        AttentionSites places = new AttentionPlacement(module, mode, mode.hasAsr() ? 2 : 1, 0.1f).places();
        Sequence net = new Sequence().then("norm", norm);
        for (int i = 1; i <= 2; i++) {
            net.then("scale" + i, places.at(AttentionSite.after(map, norm)));
        }
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            net.initialize(manager);
            net.weights().values().stream()
                    .filter(Parameter::requiresGradient)
                    .forEach(parameter -> moved(parameter.getArray(), manager));
            try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray x = manager.randomNormal(new Shape(8, 32, 4, 4));
                NDArray y = net.run(x, true);
                gradients.backward(y.mul(manager.randomNormal(y.getShape())).sum());
            }
            net.weights().forEach((name, parameter) -> {
                if (parameter.requiresGradient()) {
                    assertThat(parameter.getArray().getGradient().abs().sum().getFloat())
                            .as(name)
                            .isGreaterThan(0);
                }
            });
        }
    }

    /** Off the zeros that some start at, and open to a gradient. */
    private static void moved(NDArray weight, NDManager manager) {
        manager.randomUniform(0.01f, 0.1f, weight.getShape()).copyTo(weight);
        weight.setRequiresGradient(true);
    }
}
