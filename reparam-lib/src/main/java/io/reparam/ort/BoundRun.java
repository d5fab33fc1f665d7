package io.reparam.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;

/**
 * A model of one input and one output with the memory of both, for running again and again: a run makes nothing new but ONNX
 * Runtime's own result object. Change the input, {@link #run}, read the output. One thread at a time; close it before the model.
 */
public final class BoundRun implements AutoCloseable {
    private final OrtSession session;
    private final OnnxTensor input;
    private final OnnxTensor output;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, OnnxTensor> outputs;

    /** Owns both tensors from now on. */
    BoundRun(OrtSession session, String inputName, OnnxTensor input, String outputName, OnnxTensor output) {
        this.session = session;
        this.input = input;
        this.output = output;
        inputs = Map.of(inputName, input);
        outputs = Map.of(outputName, output);
    }

    /** @throws OrtModelException if a shape does not fit or the run fails */
    public void run() {
        try (OrtSession.Result result = session.run(inputs, outputs)) {
            assert result.size() == 1;
        } catch (OrtException e) {
            throw new OrtModelException("the model did not run: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        input.close();
        output.close();
    }
}
