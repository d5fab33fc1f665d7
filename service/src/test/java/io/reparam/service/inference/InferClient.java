package io.reparam.service.inference;

import io.reparam.service.error.ErrorKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** One transport of the protocol, as the contract uses it. */
interface InferClient {
    /** What came back: the code {@code OK} and JSON with the protocol's names, or the transport's own code and a message. */
    record Answer(String code, String message, JsonNode json) {}

    /** An output, with the values in their binary form. */
    record Output(String name, String datatype, List<Long> shape, byte[] raw) {
        float[] floats() {
            float[] floats = new float[raw.length / Float.BYTES];
            ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
            return floats;
        }

        List<String> texts() {
            ByteBuffer left = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
            List<String> texts = new ArrayList<>();
            while (left.hasRemaining()) {
                byte[] text = new byte[left.getInt()];
                left.get(text);
                texts.add(new String(text, StandardCharsets.UTF_8));
            }
            return texts;
        }
    }

    /** An inference, answered or refused; refused if the code is not {@code OK}. */
    record Inferred(String code, String message, String model, String version, String id, List<Output> outputs) {
        Output output() {
            return outputs.get(0);
        }
    }

    /** Sends it with the id 7. */
    Inferred infer(InferAsk ask);

    Answer server();

    Answer serverReady();

    Answer metadata(String model, String version);

    Answer ready(String model, String version);

    Answer config(String model, String version);

    /** @param model empty for all */
    Answer statistics(String model, String version);

    Answer index(boolean readyOnly);

    Answer load(String model);

    Answer unload(String model);

    /** The transport's code of a failure. */
    String code(ErrorKind kind);
}
