package io.reparam.service.grpc.inference;

import io.reparam.service.grpc.inference.wire.InferStatistics;
import io.reparam.service.grpc.inference.wire.ModelStatistics;
import io.reparam.service.grpc.inference.wire.ModelStatisticsResponse;
import io.reparam.service.grpc.inference.wire.StatisticDuration;
import io.reparam.service.inference.InferStatistics.Counts;
import io.reparam.service.inference.InferStatistics.Timed;
import io.reparam.service.inference.ModelFacts;
import java.util.List;

/** Statistics as messages. */
final class StatisticsMessages {
    private StatisticsMessages() {}

    static ModelStatisticsResponse of(List<ModelFacts.ModelCounts> models) {
        return ModelStatisticsResponse.newBuilder()
                .addAllModelStats(models.stream().map(StatisticsMessages::of).toList())
                .build();
    }

    private static ModelStatistics of(ModelFacts.ModelCounts model) {
        Counts counts = model.counts();
        return ModelStatistics.newBuilder()
                .setName(model.name())
                .setVersion(model.version())
                .setLastInference(counts.lastMillis())
                .setInferenceCount(counts.rows())
                .setExecutionCount(Math.round(counts.executions()))
                .setInferenceStats(InferStatistics.newBuilder()
                        .setSuccess(duration(counts.success()))
                        .setFail(duration(counts.fail()))
                        .setQueue(duration(counts.queue()))
                        .setComputeInput(duration(counts.input()))
                        .setComputeInfer(duration(counts.infer()))
                        .setComputeOutput(duration(counts.output())))
                .build();
    }

    private static StatisticDuration duration(Timed timed) {
        return StatisticDuration.newBuilder()
                .setCount(timed.count())
                .setNs(timed.nanos())
                .build();
    }
}
