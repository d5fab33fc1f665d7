package io.reparam.service.inference;

import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.NetInterface.Port;
import io.reparam.service.runtime.Readiness;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Answers questions about models. Any number of threads may share it. Where a version is asked for, null or empty means the latest
 * one that answers; what does not exist is a {@link io.reparam.service.error.ServiceException} UNKNOWN_MODEL or UNKNOWN_VARIANT.
 */
@Component
public final class ModelFacts {
    private final Readiness readiness;
    private final TensorModels models;
    private final ModelIndex index;
    private final InferStatistics statistics;

    ModelFacts(Readiness readiness, TensorModels models, ModelIndex index, InferStatistics statistics) {
        this.readiness = readiness;
        this.models = models;
        this.index = index;
        this.statistics = statistics;
    }

    /** Whether the service answers requests. */
    public boolean ready() {
        return readiness.ready();
    }

    /** Whether the model answers requests; false for one of the repository that could not be loaded, or is unloaded. */
    public boolean ready(String name, @Nullable String version) {
        boolean unavailable = index.entries(false).stream()
                .anyMatch(entry -> (name.equals(entry.name()) || name.startsWith(entry.name() + "."))
                        && (version == null || version.isEmpty() || version.equals(entry.version()))
                        && entry.state().equals("UNAVAILABLE"));
        boolean served = models.names().contains(name)
                && (version == null || version.isEmpty() || versions(name).contains(version));
        if (!readiness.accepting() || (unavailable && !served)) {
            return false;
        }
        try {
            return models.describe(name, version, model -> true);
        } catch (ServiceException e) {
            // probes have no key, and are not told which names there are
            throw e.kind() == ErrorKind.NOT_READY ? e : new ServiceException(e.kind(), unknown(name, version));
        }
    }

    private static String unknown(String name, @Nullable String version) {
        return "there is no model " + CallerText.quote(name)
                + (version == null || version.isEmpty() ? "" : " with version " + CallerText.quote(version));
    }

    /** The names that answer: every model, and every variant of it. */
    public List<String> names() {
        return models.names();
    }

    public ModelMetadata metadata(String name, @Nullable String version) {
        return models.describe(
                name,
                version,
                model -> new ModelMetadata(
                        name,
                        models.versions(model),
                        ServerFacts.PLATFORM,
                        tensors(model, model.net().inputs()),
                        tensors(model, model.net().outputs())));
    }

    private static List<ModelMetadata.Tensor> tensors(TensorModel model, List<Port> ports) {
        return ports.stream()
                .map(port -> new ModelMetadata.Tensor(port.name(), port.type().label(), model.shape(port)))
                .toList();
    }

    public ModelConfiguration configuration(String name, @Nullable String version) {
        return models.describe(name, version, model -> ConfigurationFacts.of(name, model));
    }

    /** What was counted of every version of a model, or of the one that is asked for. */
    public List<ModelCounts> counts(String name, @Nullable String version) {
        List<String> versions = version == null || version.isEmpty() ? versions(name) : List.of(version);
        return versions.stream()
                .map(each -> models.describe(
                        name, each, model -> new ModelCounts(name, model.version(), statistics.of(model.target()))))
                .toList();
    }

    /** What was counted of every version of every model: each variant once, under the name {@code m.variant}. */
    public List<ModelCounts> counts() {
        return models.targets().stream()
                .map(target -> new ModelCounts(
                        target.model() + "." + target.variant(), target.version(), statistics.of(target)))
                .toList();
    }

    private List<String> versions(String name) {
        return models.describe(name, null, models::versions);
    }

    /** What was counted of one version under one name. */
    public record ModelCounts(String name, String version, InferStatistics.Counts counts) {}
}
