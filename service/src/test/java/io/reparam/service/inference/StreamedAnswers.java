package io.reparam.service.inference;

import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Gathers what a stream answers. gRPC calls it from one thread at a time. */
public final class StreamedAnswers<T> implements StreamObserver<T> {
    private final List<T> answers = new ArrayList<>();
    private final CompletableFuture<List<T>> all = new CompletableFuture<>();

    /** Waits for the end of the stream. */
    public List<T> all() {
        return all.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void onNext(T answer) {
        answers.add(answer);
    }

    @Override
    public void onError(Throwable failure) {
        all.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
        all.complete(answers);
    }
}
