package io.reparam.service.runtime;

import java.util.ArrayList;
import java.util.List;

/** Writes down what happens to models. */
final class HeardModels implements ModelListener {
    final List<String> heard = new ArrayList<>();

    @Override
    public void loaded(ServedModel model, long nanos) {
        heard.add("loaded " + model.name() + "/" + model.version());
    }

    @Override
    public void failed(String model) {
        heard.add("failed " + model);
    }

    @Override
    public void unloaded(ServedModel model) {
        heard.add("unloaded " + model.name() + "/" + model.version());
    }
}
