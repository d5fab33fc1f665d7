package io.reparam.fold;

import io.reparam.fold.rule.FoldRules;
import io.reparam.graph.Attributes;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Whether the cost of folding grows with the number of nodes and no faster: a chain of Conv, BatchNormalization, Mul and Relu. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(1)
public class FoldPipelineBenchmark {
    private static final int C = 4;

    @Param({"1000", "2000", "4000", "8000"})
    int nodes;

    private Graph chain = GraphBuilder.of("chain").input("x", 1).output("x", 1).build();

    @Setup
    public void build() {
        GraphBuilder builder = GraphBuilder.of("chain").input("x", "N", C, 8, 8);
        String last = "x";
        for (int i = 0; i < nodes / 4; i++) {
            String conv = builder.node("Conv", "c" + i, Attributes.none(), last, constant(builder, "w" + i, C, C, 1, 1));
            String[] norm = {
                conv, constant(builder, "g" + i, C), constant(builder, "b" + i, C), constant(builder, "m" + i, C),
                constant(builder, "v" + i, C)
            };
            builder.node("BatchNormalization", "n" + i, Attributes.none(), norm);
            builder.node("Mul", "s" + i, Attributes.none(), constant(builder, "f" + i, 1, C, 1, 1), "n" + i);
            last = builder.node("Relu", "r" + i, Attributes.none(), "s" + i);
        }
        chain = builder.output(last, "N", C, 8, 8).build();
    }

    private static String constant(GraphBuilder builder, String name, long... dims) {
        float[] values = new float[(int) Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
        Arrays.fill(values, 0.5f);
        return builder.initializer(name, dims, values);
    }

    @Benchmark
    public FoldResult fold() {
        return new FoldPipeline(FoldRules.standard()).run(chain);
    }
}
