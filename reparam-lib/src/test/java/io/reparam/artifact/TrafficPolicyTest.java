package io.reparam.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.reparam.image.PreprocessSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficPolicyTest {
    @Test
    void choose_byWeight_splitsAsSaid() {
        TrafficPolicy policy = new TrafficPolicy(Map.of("reparam", 3.0, "attention", 1.0), null);
        Random random = new Random(5);
        long attention = random.doubles(10_000)
                .filter(draw -> policy.choose(draw).equals("attention"))
                .count();
        assertThat(attention).isBetween(2_300L, 2_700L);
    }

    @Test
    void choose_weightOfZero_isNeverChosen() {
        Map<String, Double> split = new LinkedHashMap<>();
        split.put("off", 0.0);
        split.put("on", 0.1);
        split.put("off as well", 0.0);
        TrafficPolicy policy = new TrafficPolicy(split, null);
        for (double draw : List.of(0.0, 0.5, Math.nextDown(1.0))) {
            assertThat(policy.choose(draw)).isEqualTo("on");
        }
    }

    @Test
    void impossible_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TrafficPolicy(Map.of(), null));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrafficPolicy(Map.of("a", 0.0), null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrafficPolicy(Map.of("a", -1.0), null))
                .withMessageContaining("'a' is -1.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new TrafficPolicy(Map.of("a", Double.NaN), null));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrafficPolicy.Shadow("a", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrafficPolicy.Shadow("a", 1.5));
    }

    @Test
    void manifest_withTraffic_isWrittenAndReadBack(@TempDir Path directory) throws IOException {
        ModelManifest manifest =
                manifest(new TrafficPolicy(Map.of("reparam", 1.0), new TrafficPolicy.Shadow("attention", 0.25)));
        Path file = directory.resolve(ModelManifest.FILE);
        manifest.write(file);
        try (var in = Files.newInputStream(file)) {
            assertThat(ModelManifest.read(in)).isEqualTo(manifest);
        }
    }

    @Test
    void manifest_unknownVariant_isRefusedWithTheKnownOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> manifest(TrafficPolicy.all("fast")))
                .withMessageContaining("split")
                .withMessageContaining("'fast', which is not one of [attention, reparam]");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> manifest(new TrafficPolicy(Map.of("reparam", 1.0), new TrafficPolicy.Shadow("fast", 1))))
                .withMessageContaining("shadow");
    }

    private static ModelManifest manifest(TrafficPolicy traffic) {
        Map<String, ModelManifest.Variant> variants = new LinkedHashMap<>();
        for (String name : List.of("attention", "reparam")) {
            variants.put(name, new ModelManifest.Variant(name + ".onnx", Sha256.of(new byte[] {1}), null));
        }
        return new ModelManifest(
                "cifar10",
                1,
                new LabelSet(List.of("cat", "dog")),
                PreprocessSpec.CIFAR,
                "reparam",
                variants,
                traffic,
                null,
                null);
    }
}
