package io.reparam.service.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.artifact.Provenance;
import io.reparam.service.runtime.ServedModel;
import io.reparam.service.runtime.ServedModels;
import io.reparam.service.runtime.ServedVariant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What can be asked, and where it comes from. */
@Component
public final class ModelCatalog {
    private final String defaultModel;
    private final List<Model> models;
    private final List<Target> targets;

    public ModelCatalog(ServedModels served) {
        defaultModel = served.defaultModel();
        models = served.all().stream().map(ModelCatalog::describe).toList();
        targets = served.all().stream()
                .flatMap(model -> model.variants().values().stream().map(Target::of))
                .toList();
    }

    public String defaultModel() {
        return defaultModel;
    }

    public List<Model> models() {
        return models;
    }

    /** Every variant of every model. */
    public List<Target> targets() {
        return targets;
    }

    /** A model, as its manifest describes it. */
    public record Model(
            String name,
            int version,
            String defaultVariant,
            List<String> labels,
            PreprocessSpec preprocess,
            List<Variant> variants) {}

    /** A variant, where it runs, and how it was made; provenance is absent if the manifest does not say. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Variant(
            String name,
            String provider,
            String file,
            String sha256,
            @Nullable Provenance provenance) {}

    private static Model describe(ServedModel model) {
        ModelManifest manifest = model.manifest();
        return new Model(
                manifest.name(),
                manifest.version(),
                manifest.defaultVariant(),
                manifest.labels().names(),
                manifest.preprocess(),
                model.variants().values().stream()
                        .map(variant -> describe(manifest, variant))
                        .toList());
    }

    private static Variant describe(ModelManifest manifest, ServedVariant variant) {
        // a variant is served because the manifest has it
        ModelManifest.Variant file = Objects.requireNonNull(manifest.variants().get(variant.name()));
        return new Variant(
                variant.name(), variant.provider(), file.file(), file.sha256().hex(), file.provenance());
    }
}
