package io.reparam.service.trace;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import io.reparam.service.GrpcCaller;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A gRPC call with headers, and the headers that came back. */
final class ClassifyCall {
    private final GrpcCaller grpc;
    private final Metadata headers = new Metadata();
    private final AtomicReference<Metadata> reply = new AtomicReference<>();

    ClassifyCall(GrpcCaller grpc, Map<String, String> headers) {
        this.grpc = grpc;
        headers.forEach((name, value) -> this.headers.put(ReplyingCall.key(name), value));
    }

    void classify(byte[] image) {
        grpc.call(channel -> ImageClassifierGrpc.newBlockingStub(channel)
                .withInterceptors(
                        MetadataUtils.newAttachHeadersInterceptor(headers),
                        MetadataUtils.newCaptureMetadataInterceptor(reply, new AtomicReference<>()))
                .classify(ClassifyRequest.newBuilder()
                        .setImage(ByteString.copyFrom(image))
                        .build()));
    }

    @Nullable
    String reply(String name) {
        return Objects.requireNonNull(reply.get(), "no call was answered").get(ReplyingCall.key(name));
    }
}
