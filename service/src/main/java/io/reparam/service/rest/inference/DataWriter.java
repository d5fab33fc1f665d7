package io.reparam.service.rest.inference;

import io.reparam.service.rest.RequestJson;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;

/** Writes the values of a tensor as JSON. */
final class DataWriter {
    private DataWriter() {}

    /**
     * Writes all values, flat.
     *
     * @param raw little-endian
     * @throws io.reparam.service.error.ServiceException BAD_REQUEST if a value cannot be said in JSON
     */
    static void write(JsonGenerator out, String datatype, ByteBuffer raw) {
        while (raw.hasRemaining()) {
            switch (datatype) {
                case "BYTES" -> {
                    byte[] text = new byte[raw.getInt()];
                    raw.get(text);
                    out.writeString(new String(text, StandardCharsets.UTF_8));
                }
                case "BOOL" -> out.writeBoolean(raw.get() != 0);
                case "INT8" -> out.writeNumber(raw.get());
                case "UINT8" -> out.writeNumber(raw.get() & 0xff);
                case "INT16" -> out.writeNumber(raw.getShort());
                case "UINT16" -> out.writeNumber(raw.getShort() & 0xffff);
                case "INT32" -> out.writeNumber(raw.getInt());
                case "UINT32" -> out.writeNumber(Integer.toUnsignedLong(raw.getInt()));
                case "INT64" -> out.writeNumber(raw.getLong());
                case "UINT64" -> out.writeNumber(new BigInteger(Long.toUnsignedString(raw.getLong())));
                case "FP32" -> {
                    float value = raw.getFloat();
                    requireFinite(value);
                    out.writeNumber(value);
                }
                case "FP64" -> {
                    double value = raw.getDouble();
                    requireFinite(value);
                    out.writeNumber(value);
                }
                default ->
                    throw RequestJson.bad(
                            "JSON carries no " + datatype + "; ask for the output with 'binary_data', or over gRPC");
            }
        }
    }

    private static void requireFinite(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw RequestJson.bad(
                    "the output holds " + value + ", which JSON cannot say; ask for it with 'binary_data'");
        }
    }
}
