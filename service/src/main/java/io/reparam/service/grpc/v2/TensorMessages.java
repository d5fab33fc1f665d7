package io.reparam.service.grpc.v2;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.reparam.service.classify.CallTerms;
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
import io.reparam.service.infer.Parameters;
import io.reparam.service.infer.RequestedOutput;
import io.reparam.service.infer.SchedulePolicy;
import java.math.BigInteger;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Between messages of the protocol and the domain. */
final class TensorMessages {
    private TensorMessages() {}

    /**
     * Reads a request.
     *
     * @param terms how the call waits, whatever the message says
     * @throws ServiceException BAD_REQUEST if contents are mixed, too few or too many, or a parameter makes no sense
     */
    static InferRequest request(ModelInferRequest message, CallTerms terms) {
        int blobs = message.getRawInputContentsCount();
        if (blobs != 0 && blobs != message.getInputsCount()) {
            throw bad("there are " + blobs + " raw_input_contents for " + message.getInputsCount() + " inputs");
        }
        List<InputTensor> inputs = new ArrayList<>();
        for (ModelInferRequest.InferInputTensor input : message.getInputsList()) {
            if (blobs != 0 && input.hasContents()) {
                throw bad("an input has contents beside raw_input_contents; send one of them");
            }
            parameters(input.getParametersMap()).refuseSharedMemory();
            Contents contents = blobs != 0
                    ? new Contents.Raw(
                            message.getRawInputContents(inputs.size()).asReadOnlyByteBuffer())
                    : typed(input.getDatatype(), input.getContents());
            inputs.add(new InputTensor(input.getName(), input.getDatatype(), input.getShapeList(), contents));
        }
        return new InferRequest(
                message.getModelName(),
                message.getModelVersion(),
                message.getId(),
                inputs,
                message.getOutputsList().stream().map(TensorMessages::output).toList(),
                SchedulePolicy.of(parameters(message.getParametersMap()), terms));
    }

    private static RequestedOutput output(ModelInferRequest.InferRequestedOutputTensor output) {
        Parameters parameters = parameters(output.getParametersMap());
        parameters.refuseSharedMemory();
        return new RequestedOutput(output.getName(), parameters.count("classification"));
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
            // nobody writes to an answer's values any more
            message.addRawOutputContents(
                    UnsafeByteOperations.unsafeWrap(output.raw().duplicate()));
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

    private static Parameters parameters(Map<String, InferParameter> parameters) {
        Map<String, Object> values = new HashMap<>();
        parameters.forEach((name, parameter) -> {
            switch (parameter.getParameterChoiceCase()) {
                case BOOL_PARAM -> values.put(name, parameter.getBoolParam());
                case INT64_PARAM -> values.put(name, parameter.getInt64Param());
                case STRING_PARAM -> values.put(name, parameter.getStringParam());
                case DOUBLE_PARAM -> values.put(name, parameter.getDoubleParam());
                case UINT64_PARAM -> {
                    long bits = parameter.getUint64Param();
                    values.put(name, bits >= 0 ? (Object) bits : new BigInteger(Long.toUnsignedString(bits)));
                }
                case PARAMETERCHOICE_NOT_SET -> {
                    // a name without a value means nothing
                }
            }
        });
        return new Parameters(values);
    }

    private static ServiceException bad(String message) {
        return new ServiceException(ErrorKind.BAD_REQUEST, message);
    }
}
