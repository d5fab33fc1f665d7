package io.reparam.service.rest.inference;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.reparam.service.inference.InferStatistics;
import io.reparam.service.inference.ModelFacts;
import java.util.List;

/** Statistics as Triton writes them: times in nanoseconds, the moment of the last request in milliseconds since 1970. */
record StatisticsForm(@JsonProperty("model_stats") List<ModelStatistics> modelStats) {
    /** Of one version of a model. */
    record ModelStatistics(
            String name,
            String version,
            @JsonProperty("last_inference") long lastInference,
            @JsonProperty("inference_count") long inferenceCount,
            @JsonProperty("execution_count") long executionCount,
            @JsonProperty("inference_stats") Times inferenceStats) {}

    /** Of its requests. */
    record Times(
            Timed success,
            Timed fail,
            Timed queue,
            @JsonProperty("compute_input") Timed computeInput,
            @JsonProperty("compute_infer") Timed computeInfer,
            @JsonProperty("compute_output") Timed computeOutput) {}

    /** How often, and for how long in all. */
    record Timed(long count, long ns) {
        static Timed of(InferStatistics.Timed timed) {
            return new Timed(timed.count(), timed.nanos());
        }
    }

    static StatisticsForm of(List<ModelFacts.ModelCounts> models) {
        return new StatisticsForm(models.stream().map(StatisticsForm::of).toList());
    }

    private static ModelStatistics of(ModelFacts.ModelCounts model) {
        InferStatistics.Counts counts = model.counts();
        return new ModelStatistics(
                model.name(),
                model.version(),
                counts.lastMillis(),
                counts.rows(),
                Math.round(counts.executions()),
                new Times(
                        Timed.of(counts.success()),
                        Timed.of(counts.fail()),
                        Timed.of(counts.queue()),
                        Timed.of(counts.input()),
                        Timed.of(counts.infer()),
                        Timed.of(counts.output())));
    }
}
