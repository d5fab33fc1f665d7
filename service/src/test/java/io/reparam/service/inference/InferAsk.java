package io.reparam.service.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What a test's client sends: right, unless a test changes something. */
record InferAsk(
        String model,
        String version,
        String input,
        String datatype,
        List<Long> shape,
        float[] floats,
        List<byte[]> elements,
        boolean raw,
        Map<String, Object> inputParameters,
        List<Wanted> outputs,
        Map<String, Object> parameters) {
    static final String MODEL = "cifar10.reparam";
    static final String INPUT = "image";
    static final String OUTPUT = "logits";
    static final int CLASSES = 10;
    static final int ROW = 3 * 32 * 32;

    /** An output that is asked for. */
    record Wanted(String name, Map<String, Object> parameters) {
        static Wanted classes(long k) {
            return new Wanted(OUTPUT, Map.of("classification", k));
        }
    }

    /** Random rows, the same ones for the same number. */
    static InferAsk rows(int count) {
        Random random = new Random(count);
        float[] floats = new float[count * ROW];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return of("FP32", List.of((long) count, 3L, 32L, 32L), floats, List.of());
    }

    static InferAsk images(byte[]... files) {
        return of("BYTES", List.of((long) files.length), new float[0], List.of(files));
    }

    private static InferAsk of(String datatype, List<Long> shape, float[] floats, List<byte[]> elements) {
        return new InferAsk(MODEL, "", INPUT, datatype, shape, floats, elements, true, Map.of(), List.of(), Map.of());
    }

    InferAsk model(String changed) {
        return new InferAsk(
                changed, version, input, datatype, shape, floats, elements, raw, inputParameters, outputs, parameters);
    }

    InferAsk version(String changed) {
        return new InferAsk(
                model, changed, input, datatype, shape, floats, elements, raw, inputParameters, outputs, parameters);
    }

    InferAsk input(String changed) {
        return new InferAsk(
                model, version, changed, datatype, shape, floats, elements, raw, inputParameters, outputs, parameters);
    }

    InferAsk datatype(String changed) {
        return new InferAsk(
                model, version, input, changed, shape, floats, elements, raw, inputParameters, outputs, parameters);
    }

    InferAsk shape(Long... changed) {
        return new InferAsk(
                model,
                version,
                input,
                datatype,
                List.of(changed),
                floats,
                elements,
                raw,
                inputParameters,
                outputs,
                parameters);
    }

    InferAsk typed() {
        return new InferAsk(
                model, version, input, datatype, shape, floats, elements, false, inputParameters, outputs, parameters);
    }

    InferAsk inputParameters(Map<String, Object> changed) {
        return new InferAsk(
                model, version, input, datatype, shape, floats, elements, raw, changed, outputs, parameters);
    }

    InferAsk outputs(Wanted... changed) {
        return new InferAsk(
                model,
                version,
                input,
                datatype,
                shape,
                floats,
                elements,
                raw,
                inputParameters,
                List.of(changed),
                parameters);
    }

    InferAsk parameters(Map<String, Object> changed) {
        return new InferAsk(
                model, version, input, datatype, shape, floats, elements, raw, inputParameters, outputs, changed);
    }

    /** The tensor in its binary form. */
    byte[] blob() {
        int size = elements.stream()
                .mapToInt(element -> Integer.BYTES + element.length)
                .sum();
        ByteBuffer blob =
                ByteBuffer.allocate(floats.length * Float.BYTES + size).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : floats) {
            blob.putFloat(value);
        }
        elements.forEach(element -> blob.putInt(element.length).put(element));
        return blob.array();
    }
}
