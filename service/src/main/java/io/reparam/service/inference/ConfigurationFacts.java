package io.reparam.service.inference;

import io.reparam.image.Layout;
import io.reparam.service.inference.ModelConfiguration.Tensor;
import io.reparam.service.runtime.NetInterface.Port;
import java.util.List;

/** A model's configuration out of what is known of it. */
final class ConfigurationFacts {
    private ConfigurationFacts() {}

    static ModelConfiguration of(String name, TensorModel model) {
        List<Tensor> inputs = model.net().inputs().stream()
                .map(port -> new Tensor(port.name(), port.type().label(), format(model), port.row(), ""))
                .toList();
        List<Tensor> outputs = model.net().outputs().stream()
                .map(port ->
                        new Tensor(port.name(), port.type().label(), "FORMAT_NONE", port.row(), labels(model, port)))
                .toList();
        return new ModelConfiguration(
                name,
                model.net().batched() ? model.maxBatch() : 0,
                inputs,
                outputs,
                model.instances(),
                model.target().provider().equals("cuda"));
    }

    private static String format(TensorModel model) {
        if (!model.takesImages()) {
            return "FORMAT_NONE";
        }
        return model.images().tensorizer().spec().layout() == Layout.NHWC ? "FORMAT_NHWC" : "FORMAT_NCHW";
    }

    private static String labels(TensorModel model, Port port) {
        return model.labels()
                .filter(labels -> port.known() && port.elements() == labels.size())
                .map(labels -> "labels.txt")
                .orElse("");
    }
}
