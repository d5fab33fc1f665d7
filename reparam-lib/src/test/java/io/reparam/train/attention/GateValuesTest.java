package io.reparam.train.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import io.reparam.train.TrainingEngine;
import io.reparam.train.block.DjlOperators;
import io.reparam.train.block.FeatureMap;
import io.reparam.train.block.NetBlock;
import io.reparam.train.block.Sequence;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Gates against their formulas, computed here a second time in double precision. */
class GateValuesTest {
    private static final int CHANNELS = 32;
    private static final FeatureMap MAP = new FeatureMap(CHANNELS, 3, 3);

    @Test
    void gct_startsAtOne() {
        float[] v = ofRandomMap(AttentionModule.GCT, gate -> {});
        assertThat(v).hasSize(CHANNELS).containsOnly(1f);
    }

    @Test
    void ie_startsAtSigmoidOfMinusOne() {
        for (float factor : ofRandomMap(AttentionModule.IE, gate -> {})) {
            assertThat(factor).isCloseTo(0.26894143f, within(1e-6f));
        }
    }

    @Test
    void ge_isTheSigmoidOfTheMean() {
        float[] map = random();
        float[] v = compute(AttentionModule.GE, map, gate -> {});
        for (int c = 0; c < CHANNELS; c++) {
            double mean = 0;
            for (int i = 0; i < 9; i++) {
                mean += map[9 * c + i] / 9.0;
            }
            assertThat((double) v[c]).isCloseTo(1 / (1 + Math.exp(-mean)), within(1e-5));
        }
    }

    /** k = 3 for 32 channels; zeros beyond both ends. */
    @Test
    void eca_takesNeighbouringChannels() {
        float[] map = random();
        float[] v = compute(AttentionModule.ECA, map, gate -> set(weight(gate, "conv.weight"), 0.5f, -1, 2));
        double[] z = new double[CHANNELS + 2];
        for (int i = 0; i < map.length; i++) {
            z[i / 9 + 1] += map[i] / 9;
        }
        for (int c = 0; c < CHANNELS; c++) {
            double sum = 0.5 * z[c] - z[c + 1] + 2 * z[c + 2];
            assertThat((double) v[c]).isCloseTo(1 / (1 + Math.exp(-sum)), within(1e-5));
        }
    }

    /** 32 channels in 16 groups; group 1 has the cosine (0, 1), and a 3x3 map has none above 2. */
    @Test
    void fca_sumsWithACosineOfTheGroup() {
        FrequencyChannelGate gate = new FrequencyChannelGate(MAP);
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            gate.initialize(manager);
            float[] basis = weight(gate, "basis").getArray().toFloatArray();
            for (int i = 0; i < 9; i++) {
                assertThat(basis[i]).isCloseTo(1f / 3, within(1e-6f));
                double cosine = Math.cos(Math.PI * (i % 3 + 0.5) / 3) * Math.sqrt(2) / 3;
                assertThat((double) basis[9 * 2 + i]).isCloseTo(cosine, within(1e-6));
            }
        }
    }

    @Test
    void spa_ofPsi_repeatsIt() {
        SpatialPyramidGate gate = new SpatialPyramidGate(MAP);
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            gate.initialize(manager);
            NDArray psi = manager.randomNormal(new Shape(1, CHANNELS, 1, 1));
            NDArray constantMap = psi.mul(manager.ones(new Shape(1, 1, 3, 3)));
            float[] ofPsi = gate.ofPsi(new DjlOperators(manager, false), psi).toFloatArray();
            float[] ofMap = gate.run(constantMap, false).toFloatArray();
            for (int c = 0; c < CHANNELS; c++) {
                assertThat(ofPsi[c]).isCloseTo(ofMap[c], within(1e-6f));
            }
        }
    }

    /** Two images whose means differ get different gates; the states of one pass do not leak into the next. */
    @Test
    void dia_runsThroughItsPlaces() {
        AttentionSites places = new AttentionPlacement(AttentionModule.DIA, AttentionMode.ATTENTION).places();
        AttentionSite place = new AttentionSite(MAP, false, List.of());
        Sequence two = new Sequence().then("a", places.at(place)).then("b", places.at(place));
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            two.initialize(manager);
            NDArray x = manager.create(random(), new Shape(1, CHANNELS, 3, 3));
            float[] first = two.run(x, false).toFloatArray();
            assertThat(two.run(x, false).toFloatArray()).isEqualTo(first);
            float[] alone =
                    Objects.requireNonNull(two.parts().get("a")).run(x, false).toFloatArray();
            assertThat(first).isNotEqualTo(alone);
        }
        assertThat(two.weights().keySet()).noneMatch(name -> name.startsWith("b"));
    }

    private static float[] ofRandomMap(AttentionModule module, Consumer<ChannelGate> change) {
        return compute(module, random(), change);
    }

    private static float[] compute(AttentionModule module, float[] map, Consumer<ChannelGate> change) {
        ChannelGate gate = module.gate(new AttentionSite(MAP, false, List.of()), null);
        try (NDManager manager = TrainingEngine.start(1).newBaseManager()) {
            gate.initialize(manager);
            change.accept(gate);
            return gate.run(manager.create(map, new Shape(1, CHANNELS, 3, 3)), false)
                    .toFloatArray();
        }
    }

    private static float[] random() {
        SplittableRandom random = new SplittableRandom(5);
        float[] map = new float[CHANNELS * 9];
        for (int i = 0; i < map.length; i++) {
            map[i] = (float) random.nextGaussian();
        }
        return map;
    }

    private static void set(Parameter parameter, float... values) {
        parameter.getArray().set(values);
    }

    private static Parameter weight(NetBlock block, String name) {
        return Objects.requireNonNull(block.weights().get(name));
    }
}
