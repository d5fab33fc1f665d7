package io.reparam.service.rest.inference;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.reparam.service.inference.ModelConfiguration;
import io.reparam.service.inference.SchedulePolicy;
import io.reparam.service.inference.ServerFacts;
import java.util.List;

/** A model configuration as Triton writes it; dimensions are without the batch. */
record ConfigForm(
        String name,
        String platform,
        String backend,
        @JsonProperty("max_batch_size") int maxBatchSize,
        List<Input> input,
        List<Output> output,
        @JsonProperty("instance_group") List<Group> instanceGroup,
        @JsonProperty("dynamic_batching") Batching dynamicBatching) {

    /** An input, without the batch. */
    record Input(String name, @JsonProperty("data_type") String dataType, String format, List<Long> dims) {}

    /** An output, without the batch. */
    record Output(
            String name,
            @JsonProperty("data_type") String dataType,
            List<Long> dims,
            @JsonProperty("label_filename") String labelFilename) {}

    /** Where it runs. */
    record Group(String name, String kind, int count) {}

    /** Priorities, 1 the highest. */
    record Batching(
            @JsonProperty("priority_levels") int priorityLevels,
            @JsonProperty("default_priority_level") int defaultPriorityLevel) {}

    static ConfigForm of(ModelConfiguration config) {
        return new ConfigForm(
                config.name(),
                ServerFacts.PLATFORM,
                ServerFacts.BACKEND,
                config.maxBatch(),
                config.inputs().stream()
                        .map(tensor -> new Input(tensor.name(), tensor.dataType(), tensor.format(), tensor.dims()))
                        .toList(),
                config.outputs().stream()
                        .map(tensor -> new Output(tensor.name(), tensor.dataType(), tensor.dims(), tensor.labelFile()))
                        .toList(),
                List.of(new Group(config.name(), config.gpu() ? "KIND_GPU" : "KIND_CPU", config.instances())),
                new Batching(SchedulePolicy.LEVELS, SchedulePolicy.DEFAULT_LEVEL));
    }
}
