package io.reparam.service.grpc.v2;

import com.google.protobuf.ByteString;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.grpc.v2.wire.InferParameter;
import io.reparam.service.grpc.v2.wire.InferTensorContents;
import io.reparam.service.grpc.v2.wire.ModelInferRequest;
import io.reparam.service.grpc.v2.wire.ModelInferResponse;
import io.reparam.service.infer.Contents;
import io.reparam.service.infer.InferRequest;
import io.reparam.service.infer.InferResponse;
import io.reparam.service.infer.InputTensor;
import io.reparam.service.infer.OutputTensor;
import io.reparam.service.infer.RequestedOutput;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Between messages of the protocol and the domain. */
final class TensorMessages {
    private TensorMessages() {}

    /** @throws ServiceException BAD_REQUEST if contents are mixed, too few or too many, or a parameter makes no sense */
    static InferRequest request(ModelInferRequest message) {
        int blobs = message.getRawInputContentsCount();
        if (blobs != 0 && blobs != message.getInputsCount()) {
            throw bad("there are " + blobs + " raw_input_contents for " + message.getInputsCount() + " inputs");
        }
        List<InputTensor> inputs = new ArrayList<>();
        for (ModelInferRequest.InferInputTensor input : message.getInputsList()) {
            if (blobs != 0 && input.hasContents()) {
                throw bad("an input has contents beside raw_input_contents; send one of them");
            }
            Contents contents = blobs != 0
                    ? new Contents.Raw(
                            message.getRawInputContents(inputs.size()).asReadOnlyByteBuffer())
                    : typed(input.getDatatype(), input.getContents());
            inputs.add(new InputTensor(input.getName(), input.getDatatype(), input.getShapeList(), contents));
        }
        number(message.getParametersMap(), "priority");
        return new InferRequest(
                message.getModelName(),
                message.getModelVersion(),
                message.getId(),
                inputs,
                message.getOutputsList().stream()
                        .map(output -> new RequestedOutput(
                                output.getName(), number(output.getParametersMap(), "classification")))
                        .toList(),
                number(message.getParametersMap(), "timeout"));
    }

    static ModelInferResponse response(InferResponse response) {
        ModelInferResponse.Builder message = ModelInferResponse.newBuilder()
                .setModelName(response.model())
                .setModelVersion(response.version())
                .setId(response.id());
        for (OutputTensor output : response.outputs()) {
            message.addOutputs(ModelInferResponse.InferOutputTensor.newBuilder()
                    .setName(output.name())
                    .setDatatype(output.datatype())
                    .addAllShape(output.shape()));
            message.addRawOutputContents(ByteString.copyFrom(output.raw().duplicate()));
        }
        return message.build();
    }

    private static Contents typed(String datatype, InferTensorContents contents) {
        if (datatype.equals("BYTES")) {
            return new Contents.Elements(contents.getBytesContentsList().stream()
                    .map(ByteString::toByteArray)
                    .toList());
        }
        FloatBuffer values = FloatBuffer.allocate(contents.getFp32ContentsCount());
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, contents.getFp32Contents(i));
        }
        return new Contents.Floats(values);
    }

    /** A parameter that counts something; 0 if it is absent. Clients send it signed or unsigned. */
    private static long number(Map<String, InferParameter> parameters, String name) {
        InferParameter parameter = parameters.get(name);
        if (parameter == null) {
            return 0;
        }
        long value = switch (parameter.getParameterChoiceCase()) {
            case INT64_PARAM -> parameter.getInt64Param();
            case UINT64_PARAM -> parameter.getUint64Param();
            default -> -1;
        };
        if (value < 0) {
            throw bad("parameter '" + name + "' must be a whole number from 0 on");
        }
        return value;
    }

    private static ServiceException bad(String message) {
        return new ServiceException(ErrorKind.BAD_REQUEST, message);
    }
}
