package io.reparam.service.rest.inference;

import io.reparam.service.inference.Contents;
import io.reparam.service.inference.InputTensor;
import io.reparam.service.inference.Parameters;
import io.reparam.service.rest.RequestJson;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** An input as the JSON describes it. Belongs to one request. */
final class InputField {
    private static final String BINARY_SIZE = "binary_data_size";

    private String name = "";
    private String datatype = "";
    private List<Long> shape = List.of();
    private Parameters parameters = Parameters.NONE;
    private @Nullable Contents data;
    /** Where values lie that stand before their datatype; -1: nowhere. */
    private int dataFrom = -1;

    private int dataTo;

    private InputField() {}

    /** @param body that the parser reads */
    static InputField read(JsonParser parser, byte[] body) {
        InputField input = new InputField();
        RequestJson.fields(parser, "an input", input::field);
        if (input.datatype.isEmpty()) {
            throw RequestJson.bad("input " + RequestJson.quote(input.name) + " has no datatype");
        }
        input.parameters.refuseSharedMemory();
        if (input.dataFrom >= 0) {
            String datatype = input.datatype;
            input.data = RequestJson.read(
                    body, input.dataFrom, input.dataTo - input.dataFrom, values -> DataField.read(datatype, values));
        }
        return input;
    }

    private void field(String field, JsonParser parser) {
        switch (field) {
            case "name" -> name = RequestJson.text(parser, "the name of an input");
            case "datatype" -> datatype = RequestJson.text(parser, "the datatype of an input");
            case "shape" -> shape = readShape(parser);
            case "parameters" -> parameters = RequestJson.parameters(parser);
            case "data" -> {
                if (data != null || dataFrom >= 0) {
                    throw RequestJson.bad("input " + RequestJson.quote(name) + " has 'data' twice");
                }
                if (datatype.isEmpty()) {
                    dataFrom = (int) parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    dataTo = (int) parser.currentLocation().getByteOffset();
                } else {
                    data = DataField.read(datatype, parser);
                }
            }
            default -> parser.skipChildren();
        }
    }

    /** @param blobs at the input's bytes, if they are there; moved after them */
    InputTensor tensor(ByteBuffer blobs) {
        boolean announced = parameters.values().containsKey(BINARY_SIZE);
        if (announced == (data != null)) {
            throw RequestJson.bad("input " + RequestJson.quote(name) + " has "
                    + (announced ? "both 'data' and" : "neither 'data' nor") + " the parameter '" + BINARY_SIZE
                    + "'; it must have one of them");
        }
        return new InputTensor(name, datatype, shape, data == null ? new Contents.Raw(slice(blobs)) : data);
    }

    private ByteBuffer slice(ByteBuffer blobs) {
        long size = parameters.count(BINARY_SIZE);
        if (size > blobs.remaining()) {
            throw RequestJson.bad("input " + RequestJson.quote(name) + " has '" + BINARY_SIZE + "' " + size
                    + ", but only " + blobs.remaining() + " bytes are left of the body");
        }
        ByteBuffer slice = blobs.slice(blobs.position(), (int) size);
        blobs.position(blobs.position() + (int) size);
        return slice;
    }

    private static List<Long> readShape(JsonParser parser) {
        RequestJson.require(parser, JsonToken.START_ARRAY, "'shape'", "an array");
        List<Long> shape = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            RequestJson.require(parser, JsonToken.VALUE_NUMBER_INT, "'shape'", "an array of whole numbers");
            shape.add(parser.getLongValue());
        }
        return shape;
    }
}
