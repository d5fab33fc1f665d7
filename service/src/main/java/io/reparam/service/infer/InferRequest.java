package io.reparam.service.infer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Open Inference Protocol.
 *
 * @param model {@code m} for the default variant, or {@code m.variant}
 * @param version null or empty for the one that is served
 * @param id echoed
 * @param outputs none for all
 * @param timeoutMicros that the request may wait before it runs; 0 for as long as it takes
 */
public record InferRequest(
        String model,
        @Nullable String version,
        String id,
        List<InputTensor> inputs,
        List<RequestedOutput> outputs,
        long timeoutMicros) {}
