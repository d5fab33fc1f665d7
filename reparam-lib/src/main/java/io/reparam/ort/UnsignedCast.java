package io.reparam.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/**
 * Makes tensors of unsigned numbers of 16 to 64 bits, which Java's binding of ONNX Runtime cannot: a model of one Cast reads them as
 * signed numbers of the same bits. Any number of threads may call it; the sessions live as long as the process.
 */
final class UnsignedCast {
    /** ONNX's numbers of the types, signed and unsigned. */
    private static final Map<TensorType, byte[]> CODES = Map.of(
            TensorType.UINT16, new byte[] {5, 4},
            TensorType.UINT32, new byte[] {6, 12},
            TensorType.UINT64, new byte[] {7, 13});

    /** {@code y = Cast(x, to)}, opset 13, of undeclared shapes; the types are put in. */
    private static final String MODEL =
            "08073a320a170a01781201792204436173742a090a02746f18%2$02xa001021201675a090a01781204"
                    + "0a0208%1$02x62090a017912040a0208%2$02x42040a00100d";

    private static final Map<TensorType, OrtSession> SESSIONS = new EnumMap<>(TensorType.class);

    private UnsignedCast() {}

    /** @param signed is closed; the caller closes what is returned */
    static OnnxTensor to(TensorType type, OnnxTensor signed) throws OrtException {
        try (signed) {
            // closing the result would close the tensor in it
            return (OnnxTensor) session(type).run(Map.of("x", signed)).get(0);
        }
    }

    private static synchronized OrtSession session(TensorType type) throws OrtException {
        OrtSession session = SESSIONS.get(type);
        if (session == null) {
            byte[] codes = Objects.requireNonNull(CODES.get(type), type::name);
            byte[] model = HexFormat.of().parseHex(String.format(MODEL, codes[0], codes[1]));
            session = OrtEnvironment.getEnvironment().createSession(model);
            SESSIONS.put(type, session);
        }
        return session;
    }
}
