package io.reparam.service.runtime;

/** The default model, loaded for tests of other packages. */
public final class LoadedModels {
    private LoadedModels() {}

    public static ServedModels fromTheJar() {
        return new ModelLoader(new RuntimeSettings(ProviderChoice.CPU, 0, 1, 2))
                .load(new ModelRepository("classpath:models"), "cifar10");
    }
}
