package io.reparam.service.infer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Open Inference Protocol.
 *
 * @param model {@code m} for the default variant, or {@code m.variant}
 * @param version null or empty for the latest one that answers
 * @param id echoed
 * @param outputs none for all
 * @param terms how long it may wait, and before whom it goes
 */
public record InferRequest(
        String model,
        @Nullable String version,
        String id,
        List<InputTensor> inputs,
        List<RequestedOutput> outputs,
        Terms terms) {

    /**
     * The schedule policy.
     *
     * @param timeoutMicros that the request may wait before it runs; 0 for as long as it takes
     * @param priority 1 goes first; 0 for the default
     */
    public record Terms(long timeoutMicros, long priority) {
        /** @throws io.reparam.service.error.ServiceException BAD_REQUEST if one of them makes no sense */
        public static Terms of(Parameters parameters) {
            return new Terms(parameters.count("timeout"), parameters.count("priority"));
        }

        /** Cut to what the caller's own deadline leaves. */
        public Terms within(long micros) {
            return new Terms(timeoutMicros == 0 ? micros : Math.min(micros, timeoutMicros), priority);
        }
    }
}
