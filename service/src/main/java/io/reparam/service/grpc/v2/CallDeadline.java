package io.reparam.service.grpc.v2;

import io.grpc.Context;
import io.grpc.Deadline;
import io.reparam.service.grpc.CallContext;
import io.reparam.service.infer.InferRequest;
import java.util.concurrent.TimeUnit;

/** The deadline of the current call. */
final class CallDeadline {
    private CallDeadline() {}

    /**
     * The request with its timeout cut to what the call has left.
     *
     * @throws io.reparam.service.error.ServiceException DEADLINE_EXCEEDED or CANCELLED if nobody waits for the answer any more
     */
    static InferRequest limit(InferRequest request) {
        CallContext.requireWanted();
        Deadline deadline = Context.current().getDeadline();
        if (deadline == null) {
            return request;
        }
        long left = Math.max(1, deadline.timeRemaining(TimeUnit.MICROSECONDS));
        return new InferRequest(
                request.model(),
                request.version(),
                request.id(),
                request.inputs(),
                request.outputs(),
                request.timeoutMicros() == 0 ? left : Math.min(left, request.timeoutMicros()));
    }
}
