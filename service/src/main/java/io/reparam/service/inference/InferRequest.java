package io.reparam.service.inference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Open Inference Protocol.
 *
 * @param model {@code m} for what the traffic policy says, or {@code m.variant}
 * @param version null or empty for the latest one that answers
 * @param id echoed
 * @param outputs none for all
 * @param schedule how long it may wait, and before whom it goes
 */
public record InferRequest(
        String model,
        @Nullable String version,
        String id,
        List<InputTensor> inputs,
        List<RequestedOutput> outputs,
        SchedulePolicy schedule) {
    /**
     * An output that is asked for.
     *
     * @param classes 0 for the values; k for the k highest as text {@code value:index:label}
     */
    public record RequestedOutput(String name, long classes) {}
}
