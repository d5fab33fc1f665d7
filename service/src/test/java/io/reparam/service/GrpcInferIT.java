package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.reparam.service.grpc.v2.wire.GRPCInferenceServiceGrpc;
import io.reparam.service.grpc.v2.wire.InferParameter;
import io.reparam.service.grpc.v2.wire.InferTensorContents;
import io.reparam.service.grpc.v2.wire.ModelInferRequest;
import io.reparam.service.grpc.v2.wire.ModelInferResponse;
import io.reparam.service.grpc.v2.wire.ModelMetadataRequest;
import io.reparam.service.grpc.v2.wire.ModelMetadataResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class GrpcInferIT extends StartedService {
    private static final int FLOATS = 3 * 32 * 32;

    @Test
    void metadata_describesBothTensors() {
        ModelMetadataResponse metadata = metadata();
        assertThat(metadata.getPlatform()).isEqualTo("onnxruntime_onnx");
        assertThat(metadata.getVersionsList()).containsExactly("1");
        assertThat(metadata.getInputs(0).getShapeList()).containsExactly(-1L, 3L, 32L, 32L);
        assertThat(metadata.getOutputs(0).getShapeList()).containsExactly(-1L, 10L);
    }

    @Test
    void infer_rawAndTyped_giveTheSame() {
        ModelInferResponse raw = infer(request -> raw(request, 2));
        ModelInferResponse typed = infer(request -> request.getInputsBuilder(0)
                .addShape(2)
                .addShape(3)
                .addShape(32)
                .addShape(32)
                .setContents(
                        InferTensorContents.newBuilder().addAllFp32Contents(Collections.nCopies(2 * FLOATS, 0.5f))));
        assertThat(raw.getId()).isEqualTo("7");
        assertThat(raw.getOutputs(0).getShapeList()).containsExactly(2L, 10L);
        assertThat(raw.getRawOutputContents(0).size()).isEqualTo(2 * 10 * Float.BYTES);
        assertThat(raw.getRawOutputContents(0)).isEqualTo(typed.getRawOutputContents(0));
    }

    @Test
    void infer_encodedImages_classifiedAsByTheImageEndpoint() {
        SampleImages.Sample sample = SampleImages.first();
        int expected = rest.post("/v1/classify?topK=1", sample.png(), "image/png")
                .json()
                .at("/predictions/0/index")
                .asInt();
        String output = metadata().getOutputs(0).getName();
        ModelInferResponse response = infer(request -> {
            request.getInputsBuilder(0)
                    .setDatatype("BYTES")
                    .addShape(1)
                    .setContents(InferTensorContents.newBuilder().addBytesContents(ByteString.copyFrom(sample.png())));
            request.addOutputsBuilder()
                    .setName(output)
                    .putParameters(
                            "classification",
                            InferParameter.newBuilder().setInt64Param(2).build());
        });
        assertThat(response.getOutputs(0).getDatatype()).isEqualTo("BYTES");
        assertThat(response.getOutputs(0).getShapeList()).containsExactly(1L, 2L);
        assertThat(response.getRawOutputContents(0).substring(4).toStringUtf8()).contains(":" + expected + ":");
    }

    @Test
    void infer_whatDoesNotFit_isInvalidArgument() {
        assertRefused(request -> raw(request, 1).setRawInputContents(0, ByteString.copyFrom(new byte[8])), "8 bytes");
        assertRefused(request -> raw(request, 0), "batch is 0");
        assertRefused(request -> raw(request, -1), "batch is -1");
        assertRefused(request -> raw(request, 1).getInputsBuilder(0).setDatatype("INT8"), "INT8");
        assertRefused(request -> raw(request, 1).getInputsBuilder(0).setName("x"), "'x'");
        assertRefused(
                request -> raw(request, 1)
                        .getInputsBuilder(0)
                        .setContents(InferTensorContents.newBuilder().addFp32Contents(1)),
                "raw_input_contents");
    }

    @Test
    void infer_unknownVersion_isNotFound() {
        assertThatThrownBy(() -> infer(request -> raw(request, 1).setModelVersion("9")))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    }

    private void assertRefused(Consumer<ModelInferRequest.Builder> change, String message) {
        assertThatThrownBy(() -> infer(change))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
                .hasMessageContaining(message);
    }

    private ModelMetadataResponse metadata() {
        ModelMetadataRequest request =
                ModelMetadataRequest.newBuilder().setName("cifar10.reparam").build();
        return grpc.call(
                channel -> GRPCInferenceServiceGrpc.newBlockingStub(channel).modelMetadata(request));
    }

    private ModelInferResponse infer(Consumer<ModelInferRequest.Builder> change) {
        ModelInferRequest.Builder request =
                ModelInferRequest.newBuilder().setModelName("cifar10.reparam").setId("7");
        request.addInputsBuilder().setName(metadata().getInputs(0).getName()).setDatatype("FP32");
        change.accept(request);
        return grpc.call(
                channel -> GRPCInferenceServiceGrpc.newBlockingStub(channel).modelInfer(request.build()));
    }

    private static ModelInferRequest.Builder raw(ModelInferRequest.Builder request, int rows) {
        request.getInputsBuilder(0).addShape(rows).addShape(3).addShape(32).addShape(32);
        ByteBuffer floats =
                ByteBuffer.allocate(Math.max(rows, 1) * FLOATS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (floats.hasRemaining()) {
            floats.putFloat(0.5f);
        }
        return request.addRawInputContents(ByteString.copyFrom(floats.flip()));
    }
}
