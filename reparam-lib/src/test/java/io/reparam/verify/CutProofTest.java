package io.reparam.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CutProofTest {
    private static final EquivalenceCheck CHECK = new EquivalenceCheck(new Tolerance(1e-5, true), CheckPlan.of(8, 1));
    private static final int C = 4;

    /** {@code sin(1e4 b)}: what comes after "b" makes of one rounding step 1e-3. */
    private static byte[] steep(String between, double first, double second) {
        GraphBuilder builder = GraphBuilder.of("steep").input("x", "N", 3).output("y", "N", 3);
        builder.initializer("f", new long[] {1}, new float[] {(float) first});
        builder.initializer("g", new long[] {1}, new float[] {(float) second});
        builder.initializer("h", new long[] {1}, new float[] {1e4f});
        builder.node("Mul", "a", Attributes.none(), "x", "f");
        builder.node("Mul", between, Attributes.none(), "a", "g");
        builder.node("Mul", "c", Attributes.none(), between, "h");
        builder.node("Sin", "y", Attributes.none(), "c");
        return OnnxFile.bytes(builder.build());
    }

    @Test
    void run_roundingThatTheNetAmplifies_isEquivalentByParts() {
        EquivalenceReport report = CHECK.run(steep("b", 3, 1 / 7.0), steep("b", 3 / 7.0, 1), null);
        assertThat(report.verdict()).as(report.text()).isEqualTo(Verdict.EQUIVALENT);
        assertThat(report.comparisons().get(0).outputs().get(0).scaleRelative())
                .as("the whole is beyond the tolerance")
                .isGreaterThan(1e-5);
        assertThat(report.segments()).hasValueSatisfying(parts -> {
            assertThat(parts.error()).isLessThanOrEqualTo(1e-5);
            assertThat(parts.cuts()).isPositive();
        });
        assertThat(report.text()).contains("part by part", "EQUIVALENT at tolerance 1e-05 of each part");
    }

    /** 1e-6 and 1e6 in a row: of the largest value between, nothing is missing. */
    @Test
    void run_differenceThatIsSmallBetweenAndLargeInTheEnd() {
        EquivalenceReport report = CHECK.run(upAgain(1e-6f), upAgain(0), null);
        assertThat(report.verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(report.reason()).contains("every part is equal, but output 'y'", "small in it");
    }

    private static byte[] upAgain(float factor) {
        GraphBuilder builder = GraphBuilder.of("up").input("x", "N", 2, 8).output("y", "N", 2, 8);
        builder.initializer("down", new long[] {2, 1}, new float[] {1, factor});
        builder.initializer("up", new long[] {2, 1}, new float[] {1, 1e6f});
        builder.node("Mul", "a", Attributes.none(), "x", "down");
        builder.node("Mul", "y", Attributes.none(), "a", "up");
        return OnnxFile.bytes(builder.build());
    }

    /**
     * A net drawn at random whose InstanceNormalization enlarges rounding of the layers before it, which moving the inputs by a step
     * does not show.
     */
    @Test
    void run_roundingInside_isMeasuredInside() throws IOException {
        Path file = Path.of("src/test/resources/onnx/rounding-inside.onnx");
        Graph original = OnnxFile.read(file);
        Graph folded = new FoldPipeline(FoldRules.standard()).run(original).graph();
        EquivalenceReport report = CHECK.run(Files.readAllBytes(file), OnnxFile.bytes(folded), null);
        assertThat(report.verdict()).as(report.text()).isEqualTo(Verdict.EQUIVALENT);
        assertThat(report.segments()).isPresent();
    }

    @Test
    void run_nothingToCutAt_staysUndecided() {
        EquivalenceReport report = CHECK.run(steep("b", 3, 1 / 7.0), renamedWithin(), null);
        assertThat(report.verdict()).as(report.text()).isEqualTo(Verdict.UNDECIDED);
        assertThat(report.reason()).contains("rounding alone moves the original as much");
    }

    /** The same as steep, but for the names between. */
    private static byte[] renamedWithin() {
        GraphBuilder builder = GraphBuilder.of("steep").input("x", "N", 3).output("y", "N", 3);
        builder.initializer("f", new long[] {1}, new float[] {(float) (3 / 7.0)});
        builder.initializer("h", new long[] {1}, new float[] {1e4f});
        builder.node("Mul", "p", Attributes.none(), "x", "f");
        builder.node("Mul", "q", Attributes.none(), "p", "h");
        builder.node("Sin", "y", Attributes.none(), "q");
        return OnnxFile.bytes(builder.build());
    }

    @Test
    void run_offByOneInTenThousand_isDifferent_andWhereIsSaid() {
        EquivalenceReport report = CHECK.run(steep("b", 3, 1 / 7.0), steep("b", 3 / 7.0 * 1.0001, 1), null);
        assertThat(report.verdict()).as(report.text()).isEqualTo(Verdict.DIFFERENT);
        assertThat(report.reason()).contains("first at '");
    }

    @Test
    void run_sameModel_thatDrawsRandomNumbers_isNotDifferent() {
        GraphBuilder builder = GraphBuilder.of("random").input("x", "N", 3).output("y", "N", 3);
        builder.node("RandomNormalLike", "r", Attributes.none(), "x");
        builder.node("Add", "y", Attributes.none(), "x", "r");
        byte[] model = OnnxFile.bytes(builder.build());
        assertThat(CHECK.run(model, model, null).verdict()).isNotEqualTo(Verdict.DIFFERENT);
    }

    /** What folds get wrong. */
    enum Mutant {
        NONE,
        BORDER,
        SWAPPED_CHANNELS,
        FORGOTTEN_MEAN,
        WRONG_AXIS,
        WRONG_SCALE
    }

    /** Conv, BN, Relu, mean, and an end that is steep: {@code sin(scale mean)}. */
    private static GraphBuilder net(double end) {
        GraphBuilder builder = GraphBuilder.of("net").input("x", "N", C, 12, 12).output("y", "N", C, 1, 1);
        builder.initializer("end", new long[] {1}, new float[] {(float) end});
        return builder;
    }

    private static byte[] finished(GraphBuilder builder) {
        builder.node("Relu", "r", Attributes.none(), "n");
        builder.node("GlobalAveragePool", "p", Attributes.none(), "r");
        builder.node("Mul", "s", Attributes.none(), "p", "end");
        builder.node("Sin", "y", Attributes.none(), "s");
        return OnnxFile.bytes(builder.build());
    }

    private static float[] normal(long seed, int size, double mean) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (mean + 0.3 * random.nextGaussian());
        }
        return values;
    }

    private static final float[] WEIGHTS = normal(1, C * C * 9, 0);
    private static final float[] GAMMA = normal(2, C, 1);
    private static final float[] BETA = normal(3, C, 0);
    private static final float[] MEAN = normal(4, C, 0);
    private static final float[] VARIANCE = normal(5, C, 2);

    private static byte[] original(double end) {
        GraphBuilder builder = net(end);
        builder.initializer("w", new long[] {C, C, 3, 3}, WEIGHTS);
        builder.initializer("gamma", new long[] {C}, GAMMA);
        builder.initializer("beta", new long[] {C}, BETA);
        builder.initializer("mean", new long[] {C}, MEAN);
        builder.initializer("variance", new long[] {C}, VARIANCE);
        builder.node("Conv", "c", Attributes.none().withInts("pads", 1, 1, 1, 1), "x", "w");
        builder.node("BatchNormalization", "n", Attributes.none(), "c", "gamma", "beta", "mean", "variance");
        return finished(builder);
    }

    private static byte[] folded(Mutant mutant, double end) {
        float[] weights = new float[WEIGHTS.length];
        float[] bias = new float[C];
        for (int c = 0; c < C; c++) {
            int to = mutant == Mutant.SWAPPED_CHANNELS && c < 2 ? 1 - c : c;
            double scale = GAMMA[c] / Math.sqrt(VARIANCE[c] + 1e-5);
            bias[to] = (float) (BETA[c] - (mutant == Mutant.FORGOTTEN_MEAN ? 0 : MEAN[c] * scale));
            for (int i = 0; i < C * 9; i++) {
                int axis = mutant == Mutant.WRONG_AXIS ? i / 9 : c;
                double factor = GAMMA[axis] / Math.sqrt(VARIANCE[axis] + 1e-5);
                weights[to * C * 9 + i] =
                        (float) (WEIGHTS[c * C * 9 + i] * factor * (mutant == Mutant.WRONG_SCALE ? 1.0001 : 1));
            }
        }
        GraphBuilder builder = net(end);
        builder.initializer("w", new long[] {C, C, 3, 3}, weights);
        builder.initializer("b", new long[] {C}, bias);
        Attributes pads = mutant == Mutant.BORDER
                ? Attributes.none().withInts("pads", 0, 0, 2, 2)
                : Attributes.none().withInts("pads", 1, 1, 1, 1);
        builder.node("Conv", "n", pads, "x", "w", "b");
        return finished(builder);
    }

    @ParameterizedTest
    @EnumSource
    void run_wrongFolds_areDifferent_howeverSteepTheEnd(Mutant mutant) {
        for (double end : List.of(1.0, 100.0, 2000.0)) {
            EquivalenceReport report = CHECK.run(original(end), folded(mutant, end), null);
            assertThat(report.verdict())
                    .as("%s, end %s: %s", mutant, end, report.text())
                    .isEqualTo(mutant == Mutant.NONE ? Verdict.EQUIVALENT : Verdict.DIFFERENT);
        }
    }

    /** "a" is scaled by 1.1 in the candidate, whose next layer takes it back: right, though a name means another thing. */
    @Test
    void run_aNameForAScaledTensor_isPassedOver() {
        EquivalenceReport report = CHECK.run(scaledWithin(1, 1), scaledWithin(1.1, 1 / 1.1), null);
        assertThat(report.verdict()).as(report.text()).isEqualTo(Verdict.EQUIVALENT);
        assertThat(CHECK.run(scaledWithin(1, 1), scaledWithin(1.1, 1), null).verdict())
                .isEqualTo(Verdict.DIFFERENT);
    }

    private static byte[] scaledWithin(double up, double down) {
        GraphBuilder builder = GraphBuilder.of("scaled").input("x", "N", 3).output("y", "N", 3);
        builder.initializer("up", new long[] {1}, new float[] {(float) up});
        builder.initializer("down", new long[] {1}, new float[] {(float) down});
        builder.initializer("steep", new long[] {1}, new float[] {1e4f});
        builder.node("Mul", "a", Attributes.none(), "x", "up");
        builder.node("Relu", "b", Attributes.none(), "a");
        builder.node("Mul", "c", Attributes.none(), "b", "down");
        builder.node("Mul", "d", Attributes.none(), "c", "steep");
        builder.node("Sin", "y", Attributes.none(), "d");
        return OnnxFile.bytes(builder.build());
    }

    @Test
    void run_littleTime_comparesFewerImages() {
        byte[] model = original(1);
        EquivalenceReport report = new EquivalenceCheck(
                        new Tolerance(1e-5, true), CheckPlan.of(1_000_000, 1).within(1))
                .run(model, model, null);
        assertThat(report.verdict()).isEqualTo(Verdict.EQUIVALENT);
        assertThat(report.comparisons().get(0).images()).isLessThan(1_000_000);
        assertThat(report.text()).contains("random images, not 1000000: half of the proof's 1 seconds was over");
    }

    /** One run takes longer than the time that there is and the grace after it: it is left behind. */
    @Test
    void run_thatDoesNotEnd_isLeftBehindUndecided() {
        GraphBuilder body = GraphBuilder.of("body").irVersion(10).opset(17);
        body.node("Identity", "again", Attributes.none(), "condition");
        body.node("Sin", "next", Attributes.none(), "state");
        body.output(Value.tensor("again", ElementType.BOOL, List.of())).output("next", 1, 3);
        Graph inner = body.buildBody()
                .addInput(Value.tensor("round", ElementType.INT64, List.of()))
                .addInput(Value.tensor("condition", ElementType.BOOL, List.of()))
                .addInput(Value.tensor("state", ElementType.FLOAT, Dim.list(1, 3)));
        GraphBuilder builder =
                GraphBuilder.of("long").irVersion(10).opset(17).input("x", 1, 3).output("y", 1, 3);
        builder.initializer("rounds", new long[] {}, new long[] {6_000_000});
        builder.node("Loop", "y", Attributes.none().withGraph("body", inner), "rounds", "", "x");
        byte[] model = OnnxFile.bytes(builder.build());
        EquivalenceReport report = new EquivalenceCheck(
                        new Tolerance(1e-5, true), CheckPlan.of(1, 1).within(1))
                .run(model, model, null);
        assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(report.reason()).contains("took more than its 1 seconds; --proof-time gives it more");
    }

    @Test
    void run_withoutMemory_isUndecided() {
        byte[] model = original(1);
        EquivalenceReport report = new EquivalenceCheck(
                        new Tolerance(1e-5, true), CheckPlan.of(8, 1), (done, total) -> {
                            throw new OutOfMemoryError("as if");
                        })
                .run(model, model, null);
        assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(report.reason()).contains("needs more memory than a heap of", "-Xmx gives it more");
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"UINT16", "UINT32", "UINT64", "UINT8"})
    void run_unsignedInputs_areFed(ElementType type) {
        GraphBuilder builder =
                GraphBuilder.of("unsigned").irVersion(10).opset(17).output("y", "N", 3);
        builder.node("Cast", "y", Attributes.none().withInt("to", ElementType.FLOAT.code()), "x");
        Graph graph = builder.buildBody().addInput(Value.tensor("x", type, Dim.list("N", 3)));
        byte[] model = OnnxFile.bytes(graph);
        assertThat(CHECK.run(model, model, null).verdict()).isEqualTo(Verdict.EQUIVALENT);
    }
}
