package io.reparam.verify;

import io.reparam.ort.OrtModel;
import io.reparam.ort.TensorSpec;
import java.util.List;

/** What a model says that it takes and gives; stays when the model is closed. */
record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
    static Signature of(OrtModel model) {
        return new Signature(model.inputs(), model.outputs());
    }
}
