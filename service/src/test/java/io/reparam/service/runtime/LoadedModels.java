package io.reparam.service.runtime;

import java.time.Duration;

/** The default model, loaded for tests of other packages. */
public final class LoadedModels {
    private LoadedModels() {}

    public static ServedModels fromTheJar() {
        return new ModelLoader(
                        new RuntimeSettings(ProviderChoice.CPU, 0, 1, 2),
                        new QueueSettings(128, 8, Duration.ZERO),
                        (variant, rows, nanos) -> {})
                .load(new ModelRepository("classpath:models"), "cifar10");
    }
}
