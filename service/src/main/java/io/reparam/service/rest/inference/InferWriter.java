package io.reparam.service.rest.inference;

import io.reparam.service.inference.InferResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes an answer: a JSON object, and after it the tensors that were asked for in binary.
 *
 * @param body the whole of it
 * @param jsonLength bytes of the JSON
 */
record InferWriter(byte[] body, int jsonLength) {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** Whether tensors follow the JSON. */
    boolean binary() {
        return jsonLength < body.length;
    }

    /**
     * Writes it.
     *
     * @param binary whether the output of a name goes after the JSON
     * @throws io.reparam.service.error.ServiceException BAD_REQUEST if a value cannot be said in JSON
     */
    static InferWriter write(InferResponse response, Predicate<String> binary) {
        ByteArrayOutputStream json = new ByteArrayOutputStream(512);
        List<ByteBuffer> blobs = new ArrayList<>();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), json)) {
            out.writeStartObject();
            if (!response.id().isEmpty()) {
                out.writeStringProperty("id", response.id());
            }
            out.writeStringProperty("model_name", response.model());
            out.writeStringProperty("model_version", response.version());
            out.writeArrayPropertyStart("outputs");
            for (InferResponse.OutputTensor output : response.outputs()) {
                out.writeStartObject();
                out.writeStringProperty("name", output.name());
                out.writeStringProperty("datatype", output.datatype());
                out.writeArrayPropertyStart("shape");
                output.shape().forEach(out::writeNumber);
                out.writeEndArray();
                ByteBuffer raw = output.raw().duplicate().order(ByteOrder.LITTLE_ENDIAN);
                if (binary.test(output.name())) {
                    out.writeObjectPropertyStart("parameters");
                    out.writeNumberProperty("binary_data_size", raw.remaining());
                    out.writeEndObject();
                    blobs.add(raw);
                } else {
                    out.writeArrayPropertyStart("data");
                    DataWriter.write(out, output.datatype(), raw);
                    out.writeEndArray();
                }
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        ByteBuffer body = ByteBuffer.allocate(
                json.size() + blobs.stream().mapToInt(ByteBuffer::remaining).sum());
        body.put(json.toByteArray());
        blobs.forEach(body::put);
        return new InferWriter(body.array(), json.size());
    }
}
