package io.reparam.service.runtime;

import io.reparam.service.repository.Repository;
import java.time.Duration;
import java.util.Map;
import org.springframework.util.unit.DataSize;

/** Models loaded as at start, for tests. */
public final class LoadedModels {
    public static final QueueSettings QUEUE = new QueueSettings(128, 8, Duration.ZERO);
    public static final TrafficSettings NO_TRAFFIC = new TrafficSettings(Map.of());
    private static final String JAR = "classpath:models";
    private static final String DEFAULT_MODEL = "cifar10";

    private LoadedModels() {}

    public static ServedModels fromTheJar() {
        return from(JAR, DEFAULT_MODEL);
    }

    public static ServedModels from(String location, String defaultModel) {
        return from(location, defaultModel, loader(2, QUEUE, NO_TRAFFIC, (variant, rows, nanos) -> {}));
    }

    /** The default model, a run of each variant at a time. */
    public static ServedModels oneByOne(
            QueueSettings queue, TrafficSettings traffic, ServedVariant.RunListener listener) {
        return from(JAR, DEFAULT_MODEL, loader(1, queue, traffic, listener));
    }

    private static ServedModels from(String location, String defaultModel, ModelLoader loader) {
        ServedModels served = new ServedModels(defaultModel);
        try {
            control(location, defaultModel, ModelSettings.Mode.NONE, loader, served, new HeardModels())
                    .start();
            return served;
        } catch (RuntimeException e) {
            served.close();
            throw e;
        }
    }

    static ModelControl control(
            String location,
            String defaultModel,
            ModelSettings.Mode mode,
            ServedModels served,
            ModelListener listener) {
        ModelLoader loader = loader(2, QUEUE, NO_TRAFFIC, (variant, rows, nanos) -> {});
        return control(location, defaultModel, mode, loader, served, listener);
    }

    private static ModelControl control(
            String location,
            String defaultModel,
            ModelSettings.Mode mode,
            ModelLoader loader,
            ServedModels served,
            ModelListener listener) {
        ModelSettings settings = new ModelSettings(location, defaultModel, mode, Duration.ofSeconds(2), true, Map.of());
        return new ModelControl(Repository.at(location), settings, loader, served, listener);
    }

    private static ModelLoader loader(
            int instances, QueueSettings queue, TrafficSettings traffic, ServedVariant.RunListener listener) {
        RuntimeSettings runtime =
                new RuntimeSettings(RuntimeSettings.ProviderChoice.CPU, 0, DataSize.ofBytes(0), 1, instances);
        return new ModelLoader(runtime, queue, traffic, listener);
    }
}
