package io.reparam.service.inference;

import io.reparam.service.classify.ModelRun;
import io.reparam.service.classify.Target;
import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.Lease;
import io.reparam.service.runtime.ServedModel;
import io.reparam.service.runtime.ServedModels;
import io.reparam.service.runtime.ServedVariant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds models by the names of the protocol: {@code m}, {@code m.attention}, {@code m.reparam}. */
@Component
final class TensorModels {
    private final ServedModels served;
    private final ModelRun runs;

    TensorModels(ServedModels served, ModelRun runs) {
        this.served = served;
        this.runs = runs;
    }

    /**
     * The model of a name, to be run; stays loaded until it is closed. Which variant it is, the traffic policy may say.
     *
     * @param version null or empty for the latest one that answers
     * @throws ServiceException UNKNOWN_MODEL, UNKNOWN_VARIANT or NOT_READY
     */
    TensorModel open(String name, @Nullable String version) {
        return open(name, version, lease -> runs.choose(lease, null));
    }

    private TensorModel open(String name, @Nullable String version, Function<Lease, ServedVariant> choice) {
        Lease lease = served.lease(name, number(name, version));
        try {
            return new TensorModel(name, lease, choice.apply(lease), runs);
        } catch (RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    /**
     * What can be said about a model, or about its default variant.
     *
     * @param version null or empty for the latest one that answers
     * @throws ServiceException UNKNOWN_MODEL, UNKNOWN_VARIANT or NOT_READY
     */
    <T> T describe(String name, @Nullable String version, Function<TensorModel, T> words) {
        try (TensorModel model = open(name, version, lease -> lease.variant(null))) {
            return words.apply(model);
        }
    }

    /** Every version that answers of a model that was found, oldest first. */
    List<String> versions(TensorModel model) {
        return served.all().stream()
                .filter(other -> other.name().equals(model.target().model()))
                .map(other -> Integer.toString(other.version()))
                .toList();
    }

    /** The names that answer: every model, and every variant of it. */
    List<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (ServedModel model : served.all()) {
            names.add(model.name());
            model.variants().keySet().forEach(variant -> names.add(model.name() + "." + variant));
        }
        return new ArrayList<>(names);
    }

    /** Every variant of every version that answers. */
    List<Target> targets() {
        return served.all().stream()
                .flatMap(model -> model.variants().values().stream().map(Target::of))
                .toList();
    }

    private static @Nullable Integer number(String name, @Nullable String version) {
        if (version == null || version.isEmpty()) {
            return null;
        }
        try {
            return Integer.valueOf(version);
        } catch (NumberFormatException e) {
            throw new ServiceException(
                    ErrorKind.UNKNOWN_MODEL,
                    "model " + CallerText.quote(name) + " has no version " + CallerText.quote(version)
                            + "; versions are whole numbers from 1 on");
        }
    }
}
