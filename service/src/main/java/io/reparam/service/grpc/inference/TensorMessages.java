package io.reparam.service.grpc.inference;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.reparam.service.classify.CallTerms;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.grpc.inference.wire.InferParameter;
import io.reparam.service.grpc.inference.wire.InferTensorContents;
import io.reparam.service.grpc.inference.wire.ModelInferRequest;
import io.reparam.service.grpc.inference.wire.ModelInferResponse;
import io.reparam.service.inference.Contents;
import io.reparam.service.inference.InferRequest;
import io.reparam.service.inference.InferResponse;
import io.reparam.service.inference.InputTensor;
import io.reparam.service.inference.Parameters;
import io.reparam.service.inference.SchedulePolicy;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;

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
        // such an input has no contents, and its absence would be told first
        message.getInputsList()
                .forEach(input -> parameters(input.getParametersMap()).refuseSharedMemory());
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
        return new InferRequest(
                message.getModelName(),
                message.getModelVersion(),
                message.getId(),
                inputs,
                message.getOutputsList().stream().map(TensorMessages::output).toList(),
                SchedulePolicy.of(parameters(message.getParametersMap()), terms));
    }

    private static InferRequest.RequestedOutput output(ModelInferRequest.InferRequestedOutputTensor output) {
        Parameters parameters = parameters(output.getParametersMap());
        parameters.refuseSharedMemory();
        return new InferRequest.RequestedOutput(output.getName(), parameters.count("classification"));
    }

    static ModelInferResponse response(InferResponse response) {
        ModelInferResponse.Builder message = ModelInferResponse.newBuilder()
                .setModelName(response.model())
                .setModelVersion(response.version())
                .setId(response.id());
        for (InferResponse.OutputTensor output : response.outputs()) {
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

    /** FP32 stays what it is; other numbers become their bytes, and must fit their type. */
    private static Contents typed(String datatype, InferTensorContents contents) {
        return switch (datatype) {
            case "BYTES" ->
                new Contents.Elements(contents.getBytesContentsList().stream()
                        .map(ByteString::toByteArray)
                        .toList());
            case "BOOL" ->
                raw(
                        contents.getBoolContentsCount(),
                        1,
                        (bytes, i) -> bytes.put((byte) (contents.getBoolContents(i) ? 1 : 0)));
            case "INT8" -> whole(contents.getIntContentsList(), Byte.MIN_VALUE, Byte.MAX_VALUE, 1, datatype);
            case "INT16" -> whole(contents.getIntContentsList(), Short.MIN_VALUE, Short.MAX_VALUE, 2, datatype);
            case "INT32" ->
                raw(contents.getIntContentsCount(), 4, (bytes, i) -> bytes.putInt(contents.getIntContents(i)));
            case "UINT8" -> whole(contents.getUintContentsList(), 0, 0xff, 1, datatype);
            case "UINT16" -> whole(contents.getUintContentsList(), 0, 0xffff, 2, datatype);
            case "UINT32" ->
                raw(contents.getUintContentsCount(), 4, (bytes, i) -> bytes.putInt(contents.getUintContents(i)));
            case "INT64" ->
                raw(contents.getInt64ContentsCount(), 8, (bytes, i) -> bytes.putLong(contents.getInt64Contents(i)));
            case "UINT64" ->
                raw(contents.getUint64ContentsCount(), 8, (bytes, i) -> bytes.putLong(contents.getUint64Contents(i)));
            case "FP64" ->
                raw(contents.getFp64ContentsCount(), 8, (bytes, i) -> bytes.putDouble(contents.getFp64Contents(i)));
            case "FP16", "BF16" -> throw bad(datatype + " has no typed contents; send it as raw_input_contents");
            default -> floats(contents);
        };
    }

    private static Contents floats(InferTensorContents contents) {
        FloatBuffer values = FloatBuffer.allocate(contents.getFp32ContentsCount());
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, contents.getFp32Contents(i));
        }
        return new Contents.Floats(values);
    }

    private static Contents whole(List<Integer> values, int least, int most, int size, String datatype) {
        return raw(values.size(), size, (bytes, i) -> {
            int value = values.get(i);
            if (value < least || value > most) {
                throw bad("value " + i + " is " + value + ", beyond the range of " + datatype);
            }
            if (size == 1) {
                bytes.put((byte) value);
            } else {
                bytes.putShort((short) value);
            }
        });
    }

    private static Contents raw(int count, int size, ObjIntConsumer<ByteBuffer> put) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(count, size)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            put.accept(bytes, i);
        }
        return new Contents.Raw(bytes.flip());
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
