package io.reparam.service.inference;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.reparam.service.StartedService;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Calls the service as grpcurl does: with nothing but what reflection says. */
class ReflectionIT extends StartedService {
    private static final String SERVICE = "inference.GRPCInferenceService";

    @Test
    void reflection_listsTheServices() {
        assertThat(ask(ServerReflectionRequest.newBuilder().setListServices("").build())
                        .getListServicesResponse()
                        .getServiceList())
                .extracting(ServiceResponse::getName)
                .contains(SERVICE, "reparam.v1.ImageClassifier", "grpc.health.v1.Health");
    }

    @Test
    void reflection_underItsOlderName_saysTheSame() {
        io.grpc.reflection.v1alpha.ServerReflectionRequest list =
                io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                        .setListServices("")
                        .build();
        io.grpc.reflection.v1alpha.ServerReflectionResponse answer = grpc.call(channel -> {
            StreamedAnswers<io.grpc.reflection.v1alpha.ServerReflectionResponse> answers = new StreamedAnswers<>();
            var requests = io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel)
                    .serverReflectionInfo(answers);
            requests.onNext(list);
            requests.onCompleted();
            return answers.all().get(0);
        });
        assertThat(answer.getListServicesResponse().getServiceList())
                .extracting(io.grpc.reflection.v1alpha.ServiceResponse::getName)
                .contains(SERVICE, "reparam.v1.ImageClassifier", "grpc.reflection.v1.ServerReflection");
    }

    @Test
    void service_isCallable_withWhatReflectionSays() throws Exception {
        List<ByteString> files = ask(ServerReflectionRequest.newBuilder()
                        .setFileContainingSymbol(SERVICE)
                        .build())
                .getFileDescriptorResponse()
                .getFileDescriptorProtoList();
        MethodDescriptor method = Objects.requireNonNull(
                link(files).findServiceByName("GRPCInferenceService").findMethodByName("ModelConfig"));
        DynamicMessage request = DynamicMessage.newBuilder(method.getInputType())
                .setField(method.getInputType().findFieldByName("name"), "cifar10")
                .build();
        DynamicMessage response = grpc.call(channel -> call(channel, method, request));
        assertThat(response.toString()).contains("name: \"cifar10\"", "TYPE_FP32", "FORMAT_NCHW");
    }

    private static DynamicMessage call(ManagedChannel channel, MethodDescriptor method, DynamicMessage request) {
        return ClientCalls.blockingUnaryCall(
                channel,
                io.grpc.MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
                        .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(SERVICE + "/" + method.getName())
                        .setRequestMarshaller(
                                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
                        .setResponseMarshaller(
                                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
                        .build(),
                CallOptions.DEFAULT,
                request);
    }

    /** Links the files, those without dependencies first, and gives the one with the service. */
    private static FileDescriptor link(List<ByteString> files)
            throws InvalidProtocolBufferException, DescriptorValidationException {
        Map<String, FileDescriptor> linked = new HashMap<>();
        while (linked.size() < files.size()) {
            for (ByteString bytes : files) {
                FileDescriptorProto file = FileDescriptorProto.parseFrom(bytes);
                if (!linked.containsKey(file.getName()) && linked.keySet().containsAll(file.getDependencyList())) {
                    FileDescriptor[] dependencies =
                            file.getDependencyList().stream().map(linked::get).toArray(FileDescriptor[]::new);
                    linked.put(file.getName(), FileDescriptor.buildFrom(file, dependencies));
                }
            }
        }
        return Objects.requireNonNull(linked.get("inference/open_inference.proto"));
    }

    private ServerReflectionResponse ask(ServerReflectionRequest request) {
        return grpc.call(channel -> {
            StreamedAnswers<ServerReflectionResponse> answers = new StreamedAnswers<>();
            var requests = ServerReflectionGrpc.newStub(channel).serverReflectionInfo(answers);
            requests.onNext(request);
            requests.onCompleted();
            return answers.all().get(0);
        });
    }
}
