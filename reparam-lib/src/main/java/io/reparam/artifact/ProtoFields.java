package io.reparam.artifact;

import java.io.Serial;
import java.nio.charset.StandardCharsets;

/**
 * The fields of one protobuf message, one after the other, without a schema. For one thread.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
 */
final class ProtoFields {
    static final int BYTES = 2;
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int end;
    private int at;

    /** Where the current field begins, with its tag. */
    int begin;
    /** Number of the current field. */
    int number;
    /** Wire type of the current field. */
    int type;
    /** Of a varint. */
    long value;
    /** Where the content of a field of {@link #BYTES} begins. */
    int from;
    /** After the content of the current field. */
    int to;

    ProtoFields(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        at = from;
        end = to;
    }

    /** The message inside the current field. */
    ProtoFields inside() {
        return new ProtoFields(bytes, from, to);
    }

    /**
     * Goes to the next field.
     *
     * @return false at the end
     * @throws IllegalArgumentException if this is not a message
     */
    boolean next() {
        if (at >= end) {
            return false;
        }
        begin = at;
        long tag = varint();
        number = (int) (tag >>> 3);
        type = (int) tag & 7;
        long length;
        switch (type) {
            case VARINT -> {
                value = varint();
                length = 0;
            }
            case FIXED64 -> length = Long.BYTES;
            case FIXED32 -> length = Integer.BYTES;
            case BYTES -> length = varint();
            default -> throw broken();
        }
        if (number == 0 || length < 0 || length > end - at) {
            throw broken();
        }
        from = at;
        at += (int) length;
        to = at;
        return true;
    }

    String text() {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private long varint() {
        long result = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at >= end) {
                throw broken();
            }
            byte next = bytes[at++];
            result |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return result;
            }
        }
        throw broken();
    }

    /** What is not a protobuf message. */
    static final class BrokenMessageException extends IllegalArgumentException {
        @Serial
        private static final long serialVersionUID = 1;

        BrokenMessageException(String message) {
            super(message);
        }
    }

    private BrokenMessageException broken() {
        return new BrokenMessageException(
                "the file is not an ONNX model: it breaks off or is damaged at byte " + begin);
    }
}
