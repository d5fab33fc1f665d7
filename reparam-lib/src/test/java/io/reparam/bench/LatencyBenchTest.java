package io.reparam.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.Node;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Value;
import io.reparam.ort.Provider;
import io.reparam.ort.ProviderUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatencyBenchTest {
    private static BenchPlan plan(double seconds) {
        return new BenchPlan(1, List.of(8), 1, seconds, 5, true, Provider.CPU);
    }

    @Test
    void run_clockThatIsToldTheTime() {
        AtomicLong clock = new AtomicLong();
        List<String> order = new ArrayList<>();
        BenchReport report = new LatencyBench(plan(1), done -> {}, clock::get)
                .run(
                        () -> {
                            clock.addAndGet(4_000_000);
                            order.add("a");
                        },
                        () -> {
                            clock.addAndGet(1_000_000);
                            order.add("b");
                        });
        assertThat(report.baseline().p50()).isEqualTo(4);
        assertThat(report.candidate().p99()).isEqualTo(1);
        assertThat(report.ratio()).isEqualTo(new Ratio(0.25, 0.25, 0.25));
        // 200 rounds fit, the first 20 warm up
        assertThat(report.baseline().runs()).isEqualTo(180);
        assertThat(order).hasSize(400);
        assertThat(order.subList(0, 40)).as("random order").containsSubsequence("a", "b", "b", "a", "b");
    }

    @Test
    void run_models() {
        GraphBuilder builder = GraphBuilder.of("m").input("x", "N", 3, "H", "W");
        builder.node("Relu", "y", Attributes.none(), "x");
        byte[] model = OnnxFile.bytes(builder.output("y", "N", 3, "H", "W").build());
        BenchReport report =
                new LatencyBench(plan(0.2), done -> assertThat(done).isBetween(0.0, 1.0)).run(model, model);
        assertThat(report.baseline().runs()).isGreaterThanOrEqualTo(10);
        assertThat(report.baseline().p10())
                .isPositive()
                .isLessThanOrEqualTo(report.baseline().p99());
        assertThat(report.ratio().low()).isLessThanOrEqualTo(report.ratio().high());
        assertThat(report.text()).contains("ONNX Runtime 1.", "provider cpu", "B / A of the medians");
    }

    @Test
    void run_maskOfTruthValues_hidesNothing() {
        GraphBuilder builder = GraphBuilder.of("m").input("x", "N", 3);
        builder.node("Neg", "hidden", Attributes.none(), "x");
        Graph net = builder.output("hidden", "N", 3).build();
        net.addInput(Value.tensor("mask", ElementType.BOOL, Dim.list("N", 3)));
        net.add(Node.of("y", "Where", List.of("mask", "x", "hidden"), List.of("y"), Attributes.none()));
        net.addOutput(Value.tensor("y", ElementType.FLOAT, Dim.list("N", 3)));
        byte[] model = OnnxFile.bytes(net);
        assertThat(new LatencyBench(plan(0.1), done -> {})
                        .run(model, model)
                        .baseline()
                        .p50())
                .isPositive();
    }

    @Test
    void run_modelsOfDifferentSizes_areRefused() {
        assertThatThrownBy(() -> new LatencyBench(plan(0.2), done -> {}).run(relu(8), relu(16)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[[1, 3, 8, 8]] and [[1, 3, 16, 16]]");
    }

    /** Of the jar without CUDA. */
    @Test
    void run_providerThatIsNotThere_isRefusedByName() {
        BenchPlan plan = new BenchPlan(1, List.of(8), 1, 0.2, 5, true, Provider.CUDA);
        assertThatThrownBy(() -> new LatencyBench(plan, done -> {}).run(relu(8), relu(8)))
                .isInstanceOf(ProviderUnavailableException.class)
                .hasMessageStartingWith("execution provider 'cuda' is not available");
    }

    private static byte[] relu(int side) {
        GraphBuilder builder = GraphBuilder.of("m").input("x", "N", 3, side, side);
        builder.node("Relu", "y", Attributes.none(), "x");
        return OnnxFile.bytes(builder.output("y", "N", 3, side, side).build());
    }

    @Test
    void latency_percentiles() {
        Latency latency = Latency.of(
                LongStream.rangeClosed(0, 100).map(i -> i * 1_000_000).toArray());
        assertThat(latency).isEqualTo(new Latency(101, 10, 50, 90, 99, 50));
    }

    @Test
    void ratio_intervalHoldsTheTruth() {
        java.util.Random random = new java.util.Random(2);
        long[] a = random.longs(2000, 900, 1100).toArray();
        long[] b = random.longs(2000, 450, 550).toArray();
        Ratio ratio = Ratio.of(a, b, 1);
        assertThat(ratio.value()).isCloseTo(0.5, within(0.01));
        assertThat(ratio.low()).isLessThan(0.5).isGreaterThan(0.48);
        assertThat(ratio.high()).isGreaterThan(0.5).isLessThan(0.52);
    }

    @Test
    void plan_impossible() {
        assertThatThrownBy(() -> plan(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BenchPlan(0, List.of(8), 1, 1, 5, true, Provider.CPU))
                .hasMessageContaining("batch 0");
    }

    @Test
    void machine_current() {
        Machine machine = Machine.current();
        assertThat(machine.cores()).isPositive();
        assertThat(machine.onnxruntime()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(Machine.cpu(java.nio.file.Path.of("/no/such/file"))).isEqualTo("unknown CPU");
    }
}
