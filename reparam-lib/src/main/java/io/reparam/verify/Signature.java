package io.reparam.verify;

import io.reparam.ort.TypedModel;
import io.reparam.ort.TypedSpec;
import java.util.List;

/** What a model says that it takes and gives; stays when the model is closed. */
record Signature(List<TypedSpec> inputs, List<TypedSpec> outputs) {
    static Signature of(TypedModel model) {
        return new Signature(model.inputs(), model.outputs());
    }
}
