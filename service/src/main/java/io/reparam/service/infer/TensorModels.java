package io.reparam.service.infer;

import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.ServedModel;
import io.reparam.service.runtime.ServedModels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds models by the names of the protocol: {@code m}, {@code m.attention}, {@code m.reparam}. */
@Component
public final class TensorModels {
    private final ServedModels served;

    public TensorModels(ServedModels served) {
        this.served = served;
    }

    public boolean ready() {
        return served.ready();
    }

    /**
     * The model of a name.
     *
     * @param version null or empty for the one that is served
     * @throws ServiceException UNKNOWN_MODEL, UNKNOWN_VARIANT or NOT_READY
     */
    public TensorModel find(String name, @Nullable String version) {
        int dot = name.indexOf('.');
        ServedModel model = served.model(dot < 0 ? name : name.substring(0, dot));
        TensorModel found = new TensorModel(name, model, model.variant(dot < 0 ? null : name.substring(dot + 1)));
        if (version != null && !version.isEmpty() && !version.equals(found.version())) {
            throw new ServiceException(
                    ErrorKind.UNKNOWN_MODEL,
                    "model " + CallerText.quote(name) + " has no version " + CallerText.quote(version) + "; it has "
                            + found.version());
        }
        return found;
    }

    /** Every model, and every variant of it, by name. */
    public List<TensorModel> all() {
        List<TensorModel> all = new ArrayList<>();
        for (ServedModel model : served.all()) {
            all.add(find(model.name(), null));
            model.variants().keySet().forEach(variant -> all.add(find(model.name() + "." + variant, null)));
        }
        return all;
    }
}
