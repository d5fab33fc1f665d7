package io.reparam.service.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/**
 * The requests of a stream, one after another: the next is asked for once the answers before it are on their way. A client that reads
 * no answers is read no more, so that they do not pile up here. gRPC calls it from one thread at a time.
 */
public final class PacedStream<Q> implements StreamObserver<Q> {
    private final StreamObserver<Q> requests;
    private final ServerCallStreamObserver<?> answers;
    private boolean idle = true;

    private PacedStream(StreamObserver<Q> requests, ServerCallStreamObserver<?> answers) {
        this.requests = requests;
        this.answers = answers;
    }

    /** @param answers of the call that begins now */
    public static <Q> StreamObserver<Q> of(StreamObserver<Q> requests, StreamObserver<?> answers) {
        ServerCallStreamObserver<?> call = (ServerCallStreamObserver<?>) answers;
        PacedStream<Q> stream = new PacedStream<>(requests, call);
        call.disableAutoRequest();
        call.setOnReadyHandler(stream::next);
        return stream;
    }

    private void next() {
        if (idle && answers.isReady()) {
            idle = false;
            answers.request(1);
        }
    }

    @Override
    public void onNext(Q request) {
        requests.onNext(request);
        idle = true;
        next();
    }

    @Override
    public void onError(Throwable failure) {
        requests.onError(failure);
    }

    @Override
    public void onCompleted() {
        requests.onCompleted();
    }
}
