package io.reparam.service.runtime;

import io.reparam.service.repository.Repository;
import java.time.Duration;
import java.util.Map;

/** Models loaded as at start, for tests. */
public final class LoadedModels {
    private LoadedModels() {}

    public static ServedModels fromTheJar() {
        return from("classpath:models", "cifar10");
    }

    public static ServedModels from(String location, String defaultModel) {
        ServedModels served = new ServedModels(defaultModel);
        try {
            control(location, defaultModel, ModelSettings.Mode.NONE, served, new HeardModels())
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
        ModelSettings settings = new ModelSettings(location, defaultModel, mode, Duration.ofSeconds(2), true, Map.of());
        ModelLoader loader = loader(new QueueSettings(128, 8, Duration.ZERO), new TrafficSettings(Map.of()));
        return new ModelControl(Repository.at(location), settings, loader, served, listener);
    }

    private static ModelLoader loader(QueueSettings queue, TrafficSettings traffic) {
        RuntimeSettings runtime = new RuntimeSettings(ProviderChoice.CPU, 0, 1, 2);
        return new ModelLoader(runtime, queue, traffic, (variant, rows, nanos) -> {});
    }
}
