package io.reparam.service.rest.inference;

import io.reparam.service.inference.Contents;
import io.reparam.service.rest.RequestJson;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The values of a tensor in JSON, flat or nested. Belongs to one request. */
final class DataField {
    /** Far more than any batch, far fewer than the empty ones that fit into a body. */
    private static final int MOST_ELEMENTS = 1 << 16;

    private final String datatype;
    private float[] floats = new float[256];
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int count;
    private final List<String> texts = new ArrayList<>();

    private DataField(String datatype) {
        this.datatype = datatype;
    }

    /**
     * Numbers, or texts: those of images are in base64.
     *
     * @param datatype of the protocol
     * @param parser at the start of the array; left at its end
     */
    static Contents read(String datatype, JsonParser parser) {
        RequestJson.require(parser, JsonToken.START_ARRAY, "'data'", "an array");
        DataField data = new DataField(datatype);
        int depth = 1;
        while (depth > 0) {
            switch (parser.nextToken()) {
                case START_ARRAY -> depth++;
                case END_ARRAY -> depth--;
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> data.number(parser);
                case VALUE_TRUE -> data.flag(true);
                case VALUE_FALSE -> data.flag(false);
                case VALUE_STRING -> data.text(parser.getString());
                default -> throw RequestJson.bad("'data' must hold numbers, or strings for BYTES, in arrays");
            }
        }
        return data.contents();
    }

    private Contents contents() {
        if (count > 0 && !texts.isEmpty()) {
            throw RequestJson.bad("'data' holds numbers and strings; it must be one of them");
        }
        if (datatype.equals("BYTES") && count == 0) {
            return new Contents.Texts(texts);
        }
        if (!texts.isEmpty()) {
            throw RequestJson.bad("'data' holds strings, but the datatype is " + RequestJson.quote(datatype));
        }
        return bytes.capacity() == 0
                ? new Contents.Floats(FloatBuffer.wrap(floats, 0, count))
                : new Contents.Raw(bytes.flip());
    }

    private void text(String text) {
        if (texts.size() == MOST_ELEMENTS) {
            throw RequestJson.bad("'data' has more than " + MOST_ELEMENTS + " strings");
        }
        texts.add(text);
    }

    private void flag(boolean value) {
        if (!datatype.equals("BOOL")) {
            throw RequestJson.bad("'data' must hold numbers, or strings for BYTES, in arrays, not " + value);
        }
        room(1).put((byte) (value ? 1 : 0));
    }

    private void number(JsonParser parser) {
        switch (datatype) {
            case "BOOL" -> room(1).put((byte) whole(parser, 0, 1));
            case "INT8" -> room(1).put((byte) whole(parser, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case "UINT8" -> room(1).put((byte) whole(parser, 0, 0xff));
            case "INT16" -> room(2).putShort((short) whole(parser, Short.MIN_VALUE, Short.MAX_VALUE));
            case "UINT16" -> room(2).putShort((short) whole(parser, 0, 0xffff));
            case "INT32" -> room(4).putInt((int) whole(parser, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case "UINT32" -> room(4).putInt((int) whole(parser, 0, 0xffff_ffffL));
            case "INT64" -> room(8).putLong(whole(parser, Long.MIN_VALUE, Long.MAX_VALUE));
            case "UINT64" -> room(8).putLong(unsigned(parser));
            case "FP64" -> room(8).putDouble(parser.getDoubleValue());
            case "FP16", "BF16" ->
                throw RequestJson.bad(
                        "JSON carries no " + datatype + "; send its bytes by the parameter 'binary_data_size'");
            default -> real(parser.getFloatValue());
        }
        count++;
    }

    private long whole(JsonParser parser, long least, long most) {
        requireWhole(parser);
        BigInteger value = parser.getBigIntegerValue();
        if (value.compareTo(BigInteger.valueOf(least)) < 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
            throw beyond();
        }
        return value.longValue();
    }

    private long unsigned(JsonParser parser) {
        requireWhole(parser);
        BigInteger value = parser.getBigIntegerValue();
        if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
            throw beyond();
        }
        return value.longValue();
    }

    private void requireWhole(JsonParser parser) {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw RequestJson.bad(
                    "value " + count + " of 'data' is not a whole number, but the datatype is " + datatype);
        }
    }

    private void real(float number) {
        if (!Float.isFinite(number)) {
            throw RequestJson.bad("value " + count + " of 'data' is beyond the range of FP32");
        }
        if (count == floats.length) {
            floats = Arrays.copyOf(floats, 2 * count);
        }
        floats[count] = number;
    }

    private RuntimeException beyond() {
        return RequestJson.bad("value " + count + " of 'data' is beyond the range of " + datatype);
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            ByteBuffer larger =
                    ByteBuffer.allocate(Math.max(1024, 2 * bytes.capacity())).order(ByteOrder.LITTLE_ENDIAN);
            bytes = larger.put(bytes.flip());
        }
        return bytes;
    }
}
