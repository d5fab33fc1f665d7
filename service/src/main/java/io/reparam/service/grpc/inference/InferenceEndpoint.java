package io.reparam.service.grpc.inference;

import io.grpc.stub.StreamObserver;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.grpc.GrpcStatus;
import io.reparam.service.grpc.PacedStream;
import io.reparam.service.grpc.inference.wire.GRPCInferenceServiceGrpc;
import io.reparam.service.grpc.inference.wire.ModelConfigRequest;
import io.reparam.service.grpc.inference.wire.ModelConfigResponse;
import io.reparam.service.grpc.inference.wire.ModelInferRequest;
import io.reparam.service.grpc.inference.wire.ModelInferResponse;
import io.reparam.service.grpc.inference.wire.ModelMetadataRequest;
import io.reparam.service.grpc.inference.wire.ModelMetadataResponse;
import io.reparam.service.grpc.inference.wire.ModelReadyRequest;
import io.reparam.service.grpc.inference.wire.ModelReadyResponse;
import io.reparam.service.grpc.inference.wire.ModelStatisticsRequest;
import io.reparam.service.grpc.inference.wire.ModelStatisticsResponse;
import io.reparam.service.grpc.inference.wire.ModelStreamInferResponse;
import io.reparam.service.grpc.inference.wire.RepositoryIndexRequest;
import io.reparam.service.grpc.inference.wire.RepositoryIndexResponse;
import io.reparam.service.grpc.inference.wire.RepositoryModelLoadRequest;
import io.reparam.service.grpc.inference.wire.RepositoryModelLoadResponse;
import io.reparam.service.grpc.inference.wire.RepositoryModelUnloadRequest;
import io.reparam.service.grpc.inference.wire.RepositoryModelUnloadResponse;
import io.reparam.service.grpc.inference.wire.ServerLiveRequest;
import io.reparam.service.grpc.inference.wire.ServerLiveResponse;
import io.reparam.service.grpc.inference.wire.ServerMetadataRequest;
import io.reparam.service.grpc.inference.wire.ServerMetadataResponse;
import io.reparam.service.grpc.inference.wire.ServerReadyRequest;
import io.reparam.service.grpc.inference.wire.ServerReadyResponse;
import io.reparam.service.inference.ModelFacts;
import io.reparam.service.inference.ServerFacts;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The calls of the Open Inference Protocol: which question each asks. */
@Component
final class InferenceEndpoint extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
    private final InferCall infer;
    private final ModelFacts facts;
    private final RepositoryCalls repository;

    InferenceEndpoint(InferCall infer, ModelFacts facts, RepositoryCalls repository) {
        this.infer = infer;
        this.facts = facts;
        this.repository = repository;
    }

    @Override
    public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> response) {
        answer(response, () -> ServerLiveResponse.newBuilder().setLive(true).build());
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> response) {
        answer(
                response,
                () -> ServerReadyResponse.newBuilder().setReady(facts.ready()).build());
    }

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> response) {
        answer(
                response,
                () -> ModelReadyResponse.newBuilder().setReady(ready(request)).build());
    }

    /** What is not there is not ready: no error, as Triton answers it. */
    private boolean ready(ModelReadyRequest request) {
        try {
            return facts.ready(request.getName(), request.getVersion());
        } catch (ServiceException e) {
            if (e.kind() == ErrorKind.UNKNOWN_MODEL || e.kind() == ErrorKind.UNKNOWN_VARIANT) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void serverMetadata(ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> response) {
        answer(
                response,
                () -> ServerMetadataResponse.newBuilder()
                        .setName(ServerFacts.NAME)
                        .setVersion(ServerFacts.VERSION)
                        .addAllExtensions(ServerFacts.EXTENSIONS)
                        .build());
    }

    @Override
    public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> response) {
        answer(response, () -> ModelMessages.metadata(facts.metadata(request.getName(), request.getVersion())));
    }

    @Override
    public void modelConfig(ModelConfigRequest request, StreamObserver<ModelConfigResponse> response) {
        answer(
                response,
                () -> ModelMessages.configuration(facts.configuration(request.getName(), request.getVersion())));
    }

    @Override
    public void modelStatistics(ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> response) {
        answer(
                response,
                () -> StatisticsMessages.of(
                        request.getName().isEmpty()
                                ? facts.counts()
                                : facts.counts(request.getName(), request.getVersion())));
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> response) {
        answer(response, () -> infer.infer(request));
    }

    @Override
    public StreamObserver<ModelInferRequest> modelStreamInfer(StreamObserver<ModelStreamInferResponse> response) {
        return PacedStream.of(new InferStream(infer::infer, response), response);
    }

    @Override
    public void repositoryIndex(RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> response) {
        answer(response, () -> repository.index(request));
    }

    @Override
    public void repositoryModelLoad(
            RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> response) {
        answer(response, () -> repository.load(request));
    }

    @Override
    public void repositoryModelUnload(
            RepositoryModelUnloadRequest request, StreamObserver<RepositoryModelUnloadResponse> response) {
        answer(response, () -> repository.unload(request));
    }

    private static <T> void answer(StreamObserver<T> response, Supplier<T> work) {
        T message;
        try {
            message = work.get();
        } catch (ServiceException e) {
            response.onError(GrpcStatus.of(e).asRuntimeException());
            return;
        }
        response.onNext(message);
        response.onCompleted();
    }
}
