package io.reparam.calibrate;

import io.reparam.bench.BenchPlan;
import io.reparam.bench.BenchReport;
import io.reparam.bench.LatencyBench;
import io.reparam.fold.FoldPipeline;
import io.reparam.graph.Graph;
import io.reparam.graph.OnnxFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures points of the trade-off curve as they would be written: folded. For one thread. */
final class TradeOff {
    private final TakenApart net;
    private final byte[] original;
    private final FoldPipeline pipeline;
    private final LossMeter heldOut;
    private final @Nullable BenchPlan bench;

    /** @param bench of the latency; null for not at all */
    TradeOff(TakenApart net, FoldPipeline pipeline, LossMeter heldOut, @Nullable BenchPlan bench) {
        this.net = net;
        this.original = OnnxFile.bytes(net.with(List.of()));
        this.pipeline = pipeline;
        this.heldOut = heldOut;
        this.bench = bench;
    }

    CurvePoint at(GreedyOrder.@Nullable Step step, Loss calibration) {
        List<ConstantGates.Replacement> replacements = step == null ? List.of() : step.replacements();
        Graph folded = pipeline.run(net.with(replacements)).graph();
        byte[] onnx = OnnxFile.bytes(folded);
        BenchReport times = bench == null ? null : new LatencyBench(bench, done -> {}).run(original, onnx);
        return new CurvePoint(
                replacements.size(),
                step == null ? null : step.added().mul(),
                calibration,
                heldOut.of(folded),
                folded.nodes().size(),
                onnx.length,
                times == null ? null : times.candidate().p50(),
                times == null ? null : times.ratio());
    }
}
