package io.reparam.service.rest.v2;

import io.reparam.service.infer.Contents;
import io.reparam.service.rest.RequestJson;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The values of a tensor in JSON, flat or nested. Belongs to one request. */
final class DataField {
    /** Far more than any batch, far fewer than the empty ones that fit into a body. */
    private static final int MOST_ELEMENTS = 1 << 16;

    private float[] numbers = new float[256];
    private int count;
    private final List<byte[]> elements = new ArrayList<>();

    private DataField() {}

    /**
     * Numbers, or strings in base64: the bytes of an image are no text that JSON could hold.
     *
     * @param parser at the start of the array; left at its end
     */
    static Contents read(JsonParser parser) {
        RequestJson.require(parser, JsonToken.START_ARRAY, "'data'", "an array");
        DataField data = new DataField();
        int depth = 1;
        while (depth > 0) {
            switch (parser.nextToken()) {
                case START_ARRAY -> depth++;
                case END_ARRAY -> depth--;
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> data.add(parser.getFloatValue());
                case VALUE_STRING -> data.add(parser.getString());
                default -> throw RequestJson.bad("'data' must hold numbers, or strings for BYTES, in arrays");
            }
        }
        if (data.count > 0 && !data.elements.isEmpty()) {
            throw RequestJson.bad("'data' holds numbers and strings; it must be one of them");
        }
        return data.elements.isEmpty()
                ? new Contents.Floats(FloatBuffer.wrap(data.numbers, 0, data.count))
                : new Contents.Elements(data.elements);
    }

    private void add(float number) {
        if (!Float.isFinite(number)) {
            throw RequestJson.bad("value " + count + " of 'data' is beyond the range of FP32");
        }
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * count);
        }
        numbers[count++] = number;
    }

    private void add(String base64) {
        if (elements.size() == MOST_ELEMENTS) {
            throw RequestJson.bad("'data' has more than " + MOST_ELEMENTS + " strings");
        }
        try {
            elements.add(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw RequestJson.bad("string " + elements.size()
                    + " of 'data' is not base64; JSON carries images in base64, or send them binary");
        }
    }
}
