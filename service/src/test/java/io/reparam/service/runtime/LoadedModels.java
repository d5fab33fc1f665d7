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

    static ServedModels from(String location, String defaultModel) {
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
        RuntimeSettings runtime = new RuntimeSettings(ProviderChoice.CPU, 0, 1, 2);
        return new ModelControl(Repository.at(location), settings, new ModelLoader(runtime), served, listener);
    }
}
