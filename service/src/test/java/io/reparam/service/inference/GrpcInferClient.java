package io.reparam.service.inference;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.StatusRuntimeException;
import io.reparam.service.GrpcCaller;
import io.reparam.service.TransportCodes;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.grpc.inference.wire.GRPCInferenceServiceGrpc;
import io.reparam.service.grpc.inference.wire.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.reparam.service.grpc.inference.wire.InferParameter;
import io.reparam.service.grpc.inference.wire.InferTensorContents;
import io.reparam.service.grpc.inference.wire.ModelConfigRequest;
import io.reparam.service.grpc.inference.wire.ModelInferRequest;
import io.reparam.service.grpc.inference.wire.ModelInferResponse;
import io.reparam.service.grpc.inference.wire.ModelMetadataRequest;
import io.reparam.service.grpc.inference.wire.ModelReadyRequest;
import io.reparam.service.grpc.inference.wire.ModelStatisticsRequest;
import io.reparam.service.grpc.inference.wire.RepositoryIndexRequest;
import io.reparam.service.grpc.inference.wire.RepositoryModelLoadRequest;
import io.reparam.service.grpc.inference.wire.RepositoryModelUnloadRequest;
import io.reparam.service.grpc.inference.wire.ServerMetadataRequest;
import io.reparam.service.grpc.inference.wire.ServerReadyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The client that is generated from the protocol; its messages are compared in protobuf's own JSON. */
record GrpcInferClient(GrpcCaller grpc) implements InferClient {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public Inferred infer(InferAsk ask) {
        try {
            ModelInferResponse response = stub(stub -> stub.modelInfer(message(ask)));
            List<Output> outputs = new ArrayList<>();
            for (ModelInferResponse.InferOutputTensor output : response.getOutputsList()) {
                outputs.add(new Output(
                        output.getName(),
                        output.getDatatype(),
                        output.getShapeList(),
                        response.getRawOutputContents(outputs.size()).toByteArray()));
            }
            return new Inferred(
                    "OK", "", response.getModelName(), response.getModelVersion(), response.getId(), outputs);
        } catch (StatusRuntimeException e) {
            return new Inferred(code(e), message(e), "", "", "", List.of());
        }
    }

    static ModelInferRequest message(InferAsk ask) {
        ModelInferRequest.Builder request = ModelInferRequest.newBuilder()
                .setModelName(ask.model())
                .setModelVersion(ask.version())
                .setId("7")
                .putAllParameters(parameters(ask.parameters()));
        ModelInferRequest.InferInputTensor.Builder input = request.addInputsBuilder()
                .setName(ask.input())
                .setDatatype(ask.datatype())
                .addAllShape(ask.shape())
                .putAllParameters(parameters(ask.inputParameters()));
        if (ask.raw()) {
            request.addRawInputContents(ByteString.copyFrom(ask.blob()));
        } else {
            InferTensorContents.Builder contents = input.getContentsBuilder();
            for (float value : ask.floats()) {
                contents.addFp32Contents(value);
            }
            ask.elements().forEach(element -> contents.addBytesContents(ByteString.copyFrom(element)));
        }
        ask.outputs()
                .forEach(output -> request.addOutputsBuilder()
                        .setName(output.name())
                        .putAllParameters(parameters(output.parameters())));
        return request.build();
    }

    private static Map<String, InferParameter> parameters(Map<String, Object> values) {
        return values.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> {
            InferParameter.Builder parameter = InferParameter.newBuilder();
            if (entry.getValue() instanceof Long number) {
                // as Python's client does
                return (entry.getKey().equals("priority")
                                ? parameter.setUint64Param(number)
                                : parameter.setInt64Param(number))
                        .build();
            }
            return parameter.setStringParam(entry.getValue().toString()).build();
        }));
    }

    @Override
    public Answer server() {
        return ask(stub -> stub.serverMetadata(ServerMetadataRequest.getDefaultInstance()));
    }

    @Override
    public Answer serverReady() {
        return ask(stub -> stub.serverReady(ServerReadyRequest.getDefaultInstance()));
    }

    @Override
    public Answer metadata(String model, String version) {
        return ask(stub -> stub.modelMetadata(ModelMetadataRequest.newBuilder()
                .setName(model)
                .setVersion(version)
                .build()));
    }

    @Override
    public Answer ready(String model, String version) {
        return ask(stub -> stub.modelReady(ModelReadyRequest.newBuilder()
                .setName(model)
                .setVersion(version)
                .build()));
    }

    @Override
    public Answer config(String model, String version) {
        Answer answer = ask(stub -> stub.modelConfig(ModelConfigRequest.newBuilder()
                .setName(model)
                .setVersion(version)
                .build()));
        return answer.code().equals("OK") ? new Answer("OK", "", answer.json().get("config")) : answer;
    }

    @Override
    public Answer statistics(String model, String version) {
        return ask(stub -> stub.modelStatistics(ModelStatisticsRequest.newBuilder()
                .setName(model)
                .setVersion(version)
                .build()));
    }

    @Override
    public Answer index(boolean readyOnly) {
        Answer answer = ask(stub -> stub.repositoryIndex(
                RepositoryIndexRequest.newBuilder().setReady(readyOnly).build()));
        return new Answer(answer.code(), answer.message(), answer.json().path("models"));
    }

    @Override
    public Answer load(String model) {
        return ask(stub -> stub.repositoryModelLoad(
                RepositoryModelLoadRequest.newBuilder().setModelName(model).build()));
    }

    @Override
    public Answer unload(String model) {
        return ask(stub -> stub.repositoryModelUnload(
                RepositoryModelUnloadRequest.newBuilder().setModelName(model).build()));
    }

    @Override
    public String code(ErrorKind kind) {
        return TransportCodes.grpc(kind).name();
    }

    <T> T stub(Function<GRPCInferenceServiceBlockingStub, T> call) {
        return grpc.call(channel -> call.apply(GRPCInferenceServiceGrpc.newBlockingStub(channel)));
    }

    private Answer ask(Function<GRPCInferenceServiceBlockingStub, Message> call) {
        try {
            String json = JsonFormat.printer()
                    .preservingProtoFieldNames()
                    .alwaysPrintFieldsWithNoPresence()
                    .print(stub(call));
            return new Answer("OK", "", JSON.readTree(json));
        } catch (StatusRuntimeException e) {
            return new Answer(code(e), message(e), JSON.createObjectNode());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String code(StatusRuntimeException e) {
        return e.getStatus().getCode().name();
    }

    private static String message(StatusRuntimeException e) {
        return String.valueOf(e.getStatus().getDescription());
    }
}
