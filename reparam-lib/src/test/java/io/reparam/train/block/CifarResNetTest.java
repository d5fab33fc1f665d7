package io.reparam.train.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import io.reparam.train.TrainingEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CifarResNetTest {

    /** Published with the ASR paper for ResNet164 and 100 classes; psi adds one value a channel of each of the 54 blocks: 8,064. */
    @ParameterizedTest
    @CsvSource({"PLAIN,1727284", "ATTENTION,1929388", "ASR,1937452", "BOTH,2139556"})
    void parameters_areAsPublished(AttentionMode mode, long expected) {
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            SequentialBlock net = new CifarResNet(164).build(100, new AttentionPlacement(AttentionModule.SE, mode));
            net.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 32, 32));
            long trainable = net.getParameters().values().stream()
                    .filter(Parameter::requiresGradient)
                    .mapToLong(p -> p.getArray().size())
                    .sum();
            assertThat(trainable).isEqualTo(expected);
            assertThat(net.getOutputShapes(new Shape[] {new Shape(7, 3, 32, 32)}))
                    .containsExactly(new Shape(7, 100));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 30, -7})
    void depth_otherThan9nPlus2_isRefused(int depth) {
        assertThatThrownBy(() -> new CifarResNet(depth)).hasMessageContaining("9n + 2");
    }

    @Test
    void name_unknown_isRefused() {
        assertThatThrownBy(() -> CifarResNet.named("vgg16")).hasMessageContaining("vgg16");
    }
}
