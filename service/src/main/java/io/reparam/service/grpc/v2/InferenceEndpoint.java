package io.reparam.service.grpc.v2;

import io.grpc.stub.StreamObserver;
import io.reparam.service.classify.Protocol;
import io.reparam.service.error.ServiceException;
import io.reparam.service.grpc.CallContext;
import io.reparam.service.grpc.GrpcStatus;
import io.reparam.service.grpc.v2.wire.GRPCInferenceServiceGrpc;
import io.reparam.service.grpc.v2.wire.ModelInferRequest;
import io.reparam.service.grpc.v2.wire.ModelInferResponse;
import io.reparam.service.grpc.v2.wire.ModelMetadataRequest;
import io.reparam.service.grpc.v2.wire.ModelMetadataResponse;
import io.reparam.service.grpc.v2.wire.ModelReadyRequest;
import io.reparam.service.grpc.v2.wire.ModelReadyResponse;
import io.reparam.service.grpc.v2.wire.ModelStreamInferResponse;
import io.reparam.service.grpc.v2.wire.ServerLiveRequest;
import io.reparam.service.grpc.v2.wire.ServerLiveResponse;
import io.reparam.service.grpc.v2.wire.ServerMetadataRequest;
import io.reparam.service.grpc.v2.wire.ServerMetadataResponse;
import io.reparam.service.grpc.v2.wire.ServerReadyRequest;
import io.reparam.service.grpc.v2.wire.ServerReadyResponse;
import io.reparam.service.infer.ServerFacts;
import io.reparam.service.infer.TensorInference;
import io.reparam.service.infer.TensorModel;
import io.reparam.service.infer.TensorModels;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** The calls of the Open Inference Protocol. */
@Component
final class InferenceEndpoint extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
    private final TensorInference inference;
    private final TensorModels models;

    InferenceEndpoint(TensorInference inference, TensorModels models) {
        this.inference = inference;
        this.models = models;
    }

    @Override
    public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> response) {
        answer(response, () -> ServerLiveResponse.newBuilder().setLive(true).build());
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> response) {
        answer(
                response,
                () -> ServerReadyResponse.newBuilder().setReady(models.ready()).build());
    }

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> response) {
        answer(response, () -> {
            if (models.ready()) {
                models.describe(request.getName(), request.getVersion(), TensorModel::name);
            }
            return ModelReadyResponse.newBuilder().setReady(models.ready()).build();
        });
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
        answer(
                response,
                () -> models.describe(
                        request.getName(),
                        request.getVersion(),
                        model -> ModelMetadataResponse.newBuilder()
                                .setName(model.name())
                                .addAllVersions(models.versions(model))
                                .setPlatform(ServerFacts.PLATFORM)
                                .addInputs(tensor(model.inputName(), model.inputShape()))
                                .addOutputs(tensor(model.outputName(), model.outputShape()))
                                .build()));
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> response) {
        answer(response, () -> infer(request));
    }

    @Override
    public StreamObserver<ModelInferRequest> modelStreamInfer(StreamObserver<ModelStreamInferResponse> response) {
        return new InferStream(this::infer, response);
    }

    private ModelInferResponse infer(ModelInferRequest request) {
        return inference.infer(
                Protocol.GRPC,
                CallContext.cancellation(),
                () -> CallDeadline.limit(TensorMessages.request(request)),
                TensorMessages::response);
    }

    private static ModelMetadataResponse.TensorMetadata tensor(String name, List<Long> shape) {
        return ModelMetadataResponse.TensorMetadata.newBuilder()
                .setName(name)
                .setDatatype("FP32")
                .addAllShape(shape)
                .build();
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
