package io.reparam.service.rest.inference;

import io.reparam.service.classify.CallTerms;
import io.reparam.service.inference.InferRequest;
import io.reparam.service.inference.InputTensor;
import io.reparam.service.inference.Parameters;
import io.reparam.service.inference.SchedulePolicy;
import io.reparam.service.rest.RequestJson;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads an inference request: a JSON object, and after it the tensors that it announces with {@code binary_data_size}. Fields that
 * mean nothing are passed over. Belongs to one request.
 */
final class InferReader {
    /** No net has more, and each costs memory. */
    private static final int MOST_TENSORS = 64;

    private byte[] json = new byte[0];
    private boolean raw;
    private String id = "";
    private Parameters parameters = Parameters.NONE;
    private final List<InputField> inputs = new ArrayList<>();
    private final List<InferRequest.RequestedOutput> outputs = new ArrayList<>();
    private final Set<String> binary = new HashSet<>();
    private final Set<String> text = new HashSet<>();

    /**
     * Reads it.
     *
     * @param jsonLength bytes of the JSON; 0 if there is none and the body is the only input; null if there is nothing else
     * @throws io.reparam.service.error.ServiceException BAD_REQUEST
     */
    InferRequest read(String model, @Nullable String version, byte[] body, @Nullable Integer jsonLength) {
        int length = jsonLength == null ? body.length : jsonLength;
        json = body;
        ByteBuffer blobs = ByteBuffer.wrap(body, length, body.length - length);
        List<InputTensor> tensors = new ArrayList<>();
        if (jsonLength != null && length == 0) {
            raw = true;
            tensors.add(InputTensor.undescribed(blobs));
        } else {
            RequestJson.read(body, 0, length, parser -> {
                RequestJson.fields(parser, "the request", this::field);
                return this;
            });
            inputs.forEach(input -> tensors.add(input.tensor(blobs)));
            if (blobs.hasRemaining()) {
                throw RequestJson.bad(blobs.remaining() + " bytes follow the last input; binary_data_size and "
                        + InferHeaders.JSON_LENGTH + " must account for all");
            }
        }
        return new InferRequest(model, version, id, tensors, outputs, SchedulePolicy.of(parameters, CallTerms.NONE));
    }

    /** Whether an output goes after the JSON of the answer: those of a raw request do, as with Triton. */
    boolean binary(String output) {
        return raw
                || binary.contains(output)
                || (!text.contains(output) && Boolean.TRUE.equals(parameters.flag("binary_data_output")));
    }

    private void field(String name, JsonParser parser) {
        switch (name) {
            case "id" -> id = RequestJson.text(parser, "'id'");
            case "parameters" -> parameters = RequestJson.parameters(parser);
            case "inputs" -> {
                RequestJson.require(parser, JsonToken.START_ARRAY, "'inputs'", "an array");
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    requireRoom(inputs, name);
                    inputs.add(InputField.read(parser, json));
                }
            }
            case "outputs" -> {
                RequestJson.require(parser, JsonToken.START_ARRAY, "'outputs'", "an array");
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    requireRoom(outputs, name);
                    output(parser);
                }
            }
            default -> parser.skipChildren();
        }
    }

    private static void requireRoom(List<?> tensors, String name) {
        if (tensors.size() == MOST_TENSORS) {
            throw RequestJson.bad("'" + name + "' has more than " + MOST_TENSORS + " entries");
        }
    }

    private void output(JsonParser parser) {
        String[] name = {""};
        Parameters[] found = {Parameters.NONE};
        RequestJson.fields(parser, "an output", (field, in) -> {
            switch (field) {
                case "name" -> name[0] = RequestJson.text(in, "the name of an output");
                case "parameters" -> found[0] = RequestJson.parameters(in);
                default -> in.skipChildren();
            }
        });
        found[0].refuseSharedMemory();
        Boolean wanted = found[0].flag("binary_data");
        if (wanted != null) {
            (wanted ? binary : text).add(name[0]);
        }
        outputs.add(new InferRequest.RequestedOutput(name[0], found[0].count("classification")));
    }
}
