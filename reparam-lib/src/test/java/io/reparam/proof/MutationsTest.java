package io.reparam.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.InvalidOnnxException;
import io.reparam.graph.MalformedModelException;
import io.reparam.graph.OnnxFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Valid files with flipped bits or cut off: each is read and folded, or refused as a file. */
class MutationsTest {
    private static final List<String> FILES = List.of(
            "cast_after_f32_mul",
            "cls-token-expand",
            "int32_wrap",
            "ml_ops",
            "nested_functions",
            "string_tensor",
            "subgraph_name_clash_min");
    private static final int MUTATIONS = 700;

    @Test
    void fold_orRefuse() throws IOException {
        Random random = new Random(18);
        int folded = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] onnx = mutated(FILES.get(i % FILES.size()), random);
            try {
                new FoldPipeline(FoldRules.standard()).run(OnnxFile.parse(onnx, "mutation " + i));
                folded++;
            } catch (InvalidOnnxException | MalformedModelException e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
        assertThat(folded).isBetween(MUTATIONS / 10, MUTATIONS * 9 / 10);
    }

    private static byte[] mutated(String file, Random random) throws IOException {
        try (InputStream in = MutationsTest.class.getResourceAsStream("/cases/fold/" + file + ".onnx")) {
            byte[] onnx = Objects.requireNonNull(in, file).readAllBytes();
            if (random.nextInt(4) == 0) {
                return Arrays.copyOf(onnx, random.nextInt(onnx.length));
            }
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                onnx[random.nextInt(onnx.length)] ^= (byte) (1 << random.nextInt(8));
            }
            return onnx;
        }
    }
}
