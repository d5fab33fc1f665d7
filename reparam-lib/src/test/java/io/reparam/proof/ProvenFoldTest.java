package io.reparam.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.reparam.TypedNets;
import io.reparam.artifact.Sha256;
import io.reparam.fold.FoldListener;
import io.reparam.fold.FoldPipeline;
import io.reparam.fold.FoldRule;
import io.reparam.fold.SmallNet;
import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import io.reparam.verify.CheckPlan;
import io.reparam.verify.Comparison;
import io.reparam.verify.EquivalenceCheck;
import io.reparam.verify.OutputDifference;
import io.reparam.verify.Subject;
import io.reparam.verify.Tolerance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProvenFoldTest {
    private static final CheckPlan PLAN = CheckPlan.of(4, 1);
    private static final ProvenFold.Witness NOBODY = (result, original, folded, proof) -> {};

    @TempDir
    private Path directory;

    private Path input;
    private Path output;

    /** Convolution, a norm that was never trained, an attention that became a constant, Relu: a feature map comes out. */
    private static Graph untrained() {
        SmallNet net = new SmallNet();
        net.builder().input("x", "N", 4, "H", "W").output("y", "N", 4, "H", "W");
        String zero = net.builder().initializer("zero", new long[] {4}, new float[4]);
        String one = net.builder().initializer("one", new long[] {4}, new float[] {1, 1, 1, 1});
        net.node("BatchNormalization", "n", net.conv("c", "x", 4, 4, 1, true), one, zero, zero, one);
        net.node("Mul", "m", net.node("Sigmoid", "v", net.positive("psi", 1, 4, 1, 1)), "n");
        net.node("Relu", "y", "m");
        return net.build();
    }

    @BeforeEach
    void writeInput() throws IOException {
        input = directory.resolve("in.onnx");
        output = directory.resolve("out.onnx");
        OnnxFile.write(untrained(), input);
    }

    private static ProvenFold fold(List<FoldRule> rules) {
        return new ProvenFold(new FoldPipeline(rules), new EquivalenceCheck(new Tolerance(1e-5, true), PLAN));
    }

    private Proven run(ProvenFold fold, ProvenFold.Witness witness) throws IOException {
        return fold.run(OnnxFile.read(input), input, output, null, FoldListener.NONE, witness);
    }

    private List<Path> written() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.equals(input)).toList();
        }
    }

    @Test
    void run_sound_comparesBothNetsBeforeTheNameExists() throws IOException {
        List<FileFacts> facts = new ArrayList<>();
        Proven proven = run(fold(FoldRules.standard()), (result, original, folded, proof) -> {
            assertThat(output).doesNotExist();
            facts.addAll(List.of(original, folded));
        });
        assertThat(proven.proof().equivalent()).isTrue();
        assertThat(proven.proof().comparisons())
                .filteredOn(comparison -> comparison.subject() == Subject.CANDIDATE)
                .extracting(Comparison::samples)
                .containsExactly("random", VariedProof.SAMPLES);
        OutputDifference map = proven.proof().comparisons().get(0).outputs().get(0);
        assertThat(map.ring()).hasValueSatisfying(ring -> {
            assertThat(ring.width()).isEqualTo(3);
            assertThat(Math.max(ring.maxAbsolute(), ring.interior())).isEqualTo(map.maxAbsolute());
        });
        assertThat(facts.get(1)).isEqualTo(new FileFacts("out.onnx", Sha256.of(List.of(output)), Files.size(output)));
        assertThat(facts.get(0).sha256()).isEqualTo(Sha256.of(List.of(input)));
    }

    @Test
    void run_wrongRule_leavesNothing() throws IOException {
        UnprovenException e = catchThrowableOfType(
                UnprovenException.class, () -> run(fold(List.of(UnsoundRules.wrongEverywhere())), NOBODY));
        assertThat(e.proof().equivalent()).isFalse();
        assertThat(e.proof().text()).contains("DIFFERENT").doesNotContain("rounding is larger");
        assertThat(e.folded().foldsByRule()).containsEntry("Unsound", 1);
        assertThat(written()).isEmpty();
    }

    @Test
    void run_wrongOnlyForTrainedStatistics_isFoundOut() throws IOException {
        UnprovenException e = catchThrowableOfType(
                UnprovenException.class, () -> run(fold(List.of(UnsoundRules.forgetsTheMean())), NOBODY));
        List<Comparison> judged = e.proof().comparisons().stream()
                .filter(comparison -> comparison.subject() == Subject.CANDIDATE)
                .toList();
        assertThat(judged.get(0).outputs().get(0).scaleRelative())
                .as("the net itself")
                .isZero();
        assertThat(judged.get(1).outputs().get(0).scaleRelative())
                .as("randomised")
                .isGreaterThan(1e-3);
        assertThat(written()).isEmpty();
    }

    @Test
    void run_certificateCannotBeWritten_leavesNothing() throws IOException {
        assertThatThrownBy(() -> run(fold(FoldRules.standard()), (result, original, folded, proof) -> {
                    throw new IOException("No space left on device");
                }))
                .hasMessage("No space left on device");
        assertThat(written()).isEmpty();
    }

    @Test
    void run_again_changesNoByte_andTheFileKnowsItsSource() throws IOException {
        run(fold(FoldRules.standard()), NOBODY);
        Graph folded = OnnxFile.read(output);
        assertThat(folded.metadata())
                .containsEntry(ProvenFold.SOURCE, Sha256.of(List.of(input)).hex())
                .hasEntrySatisfying(
                        FoldPipeline.METADATA, text -> assertThat(text).contains("BatchNormIntoConv 1"));
        Path again = directory.resolve("again.onnx");
        Proven second = fold(FoldRules.standard()).run(folded, output, again, null, FoldListener.NONE, NOBODY);
        assertThat(second.report().folds()).isEmpty();
        assertThat(again).hasSameBinaryContentAs(output);
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "DOUBLE"})
    void run_otherPrecision_isProvedAtItsTolerance(ElementType type) throws IOException {
        Graph graph = TypedNets.scaled(type, 0.7);
        OnnxFile.write(graph, input);
        Tolerance tolerance = new Tolerance(StandardTolerance.of(graph), true);
        FoldPipeline pipeline = new FoldPipeline(FoldRules.standard());
        Proven proven = new ProvenFold(pipeline, new EquivalenceCheck(tolerance, PLAN))
                .run(graph, input, output, null, FoldListener.NONE, NOBODY);
        assertThat(proven.report().after().nodes()).isEqualTo(1);
        assertThat(proven.proof().equivalent()).isTrue();
        assertThat(proven.proof().comparisons())
                .as("no norm, no other statistics")
                .hasSize(3);
        assertThat(output).exists();
    }

    @Test
    void report_countsTheBytesOfTheFile() throws IOException {
        assertThat(run(fold(FoldRules.standard()), NOBODY).report().after().bytes())
                .isEqualTo(Files.size(output));
    }

    @Test
    void trace_showsTheFoldThatIsWrong() throws IOException {
        List<FoldRule> rules = new ArrayList<>(FoldRules.standard());
        rules.add(UnsoundRules.wrongEverywhere());
        List<String> lines = new ArrayList<>();
        FoldTrace trace = new FoldTrace(input, CheckPlan.of(2, 1), step -> lines.add(step.text()));
        FoldPipeline pipeline = new FoldPipeline(rules);
        pipeline.run(OnnxFile.read(input), trace);
        List<TraceStep> steps = trace.steps();
        assertThat(steps).extracting(TraceStep::rule).contains("BatchNormIntoConv", "Unsound");
        for (TraceStep step : steps) {
            if (step.rule().equals("Unsound")) {
                assertThat(step.scaleRelative()).as(step.rule()).isGreaterThan(0.1);
                break;
            }
            assertThat(step.scaleRelative()).as(step.rule()).isLessThan(1e-6);
        }
        assertThat(lines).hasSameSizeAs(steps).last().asString().contains("Unsound at 'y'");
    }
}
