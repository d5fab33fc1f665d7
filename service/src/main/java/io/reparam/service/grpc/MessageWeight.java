package io.reparam.service.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** What parsing a message takes at most, known before it is parsed: a field of two bytes may become an object of eighty. */
final class MessageWeight {
    /** A message, a string or a piece of bytes within a message, with its place in a list or map. */
    private static final int OBJECT = 80;
    /** A number: 8 bytes for the largest one, in arrays that grow. */
    private static final int NUMBER = 20;
    /** A byte of what is copied: into the message, and out of it. */
    private static final int COPIES = 2;

    private MessageWeight() {}

    /** Bytes that parsing takes, without the message; what is malformed weighs what was read of it. */
    static long of(byte[] message, Descriptor type) {
        try {
            return weight(CodedInputStream.newInstance(message), type);
        } catch (IOException e) {
            // the parser says what is wrong
            return (long) COPIES * message.length;
        }
    }

    private static long weight(CodedInputStream in, Descriptor type) throws IOException {
        long weight = OBJECT;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                weight += NUMBER;
                if (!in.skipField(tag)) {
                    return weight;
                }
                continue;
            }
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            int length = in.readRawVarint32();
            int limit = in.pushLimit(length);
            if (field != null && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                weight += weight(in, field.getMessageType());
            } else if (field != null && field.isPackable()) {
                weight += packed(in, field, length);
            } else {
                weight += OBJECT + (long) COPIES * length;
                in.skipRawBytes(length);
            }
            in.popLimit(limit);
        }
        return weight;
    }

    private static long packed(CodedInputStream in, FieldDescriptor field, int length) throws IOException {
        switch (field.getLiteType()) {
            case FLOAT, FIXED32, SFIXED32, DOUBLE, FIXED64, SFIXED64, BOOL -> {
                in.skipRawBytes(length);
                return (long) COPIES * length;
            }
            default -> {
                long numbers = 0;
                while (in.getBytesUntilLimit() > 0) {
                    in.readRawVarint64();
                    numbers++;
                }
                return NUMBER * numbers;
            }
        }
    }
}
