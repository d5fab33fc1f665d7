package io.reparam.service.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reparam.artifact.Certified;
import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.Provenance;
import io.reparam.artifact.Sha256;
import io.reparam.image.PreprocessSpec;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.Lease;
import io.reparam.service.runtime.ServedModel;
import io.reparam.service.runtime.ServedModels;
import io.reparam.service.runtime.ServedVariant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What can be asked, and where it comes from. */
@Component
public final class ModelCatalog {
    private final ServedModels served;

    public ModelCatalog(ServedModels served) {
        this.served = served;
    }

    public String defaultModel() {
        return served.defaultModel();
    }

    /** Every version that answers now. */
    public List<Model> models() {
        return served.all().stream().map(ModelCatalog::describe).toList();
    }

    /** A version of a model, as its manifest describes it; without one, labels and preprocessing may be absent. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Model(
            String name,
            int version,
            String defaultVariant,
            @Nullable List<String> labels,
            @Nullable PreprocessSpec preprocess,
            List<Variant> variants) {}

    /** A variant, where it runs, and how it was made, as far as a manifest says it; {@code stripes} is a path of this service. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Variant(
            String name,
            String provider,
            @Nullable String file,
            @Nullable String sha256,
            @Nullable Provenance provenance,
            ModelManifest.@Nullable NetSize size,
            @Nullable Certified certificate,
            @Nullable String stripes) {}

    private static Model describe(ServedModel model) {
        Optional<ModelManifest> manifest = model.description();
        return new Model(
                model.name(),
                model.version(),
                model.defaultVariant(),
                model.labels().map(LabelSet::names).orElse(null),
                manifest.map(ModelManifest::preprocess).orElse(null),
                model.variants().values().stream()
                        .map(variant -> describe(model, manifest, variant))
                        .toList());
    }

    /**
     * PNG of a variant's attention values, images x channels.
     *
     * @throws ServiceException UNKNOWN_MODEL, or UNKNOWN_VARIANT, also if the variant has no picture
     */
    public byte[] stripes(String model, int version, String variant) {
        try (Lease lease = served.lease(model, version)) {
            byte[] png = lease.model().stripes().get(lease.variant(variant).name());
            if (png == null) {
                throw new ServiceException(
                        ErrorKind.UNKNOWN_VARIANT,
                        "variant '" + variant + "' of model '" + model
                                + "' has no picture of its attention values; bundle it with --stripes");
            }
            return png;
        }
    }

    private static Variant describe(ServedModel model, Optional<ModelManifest> manifest, ServedVariant variant) {
        Optional<ModelManifest.Variant> file =
                manifest.map(known -> known.variants().get(variant.name()));
        return new Variant(
                variant.name(),
                variant.provider(),
                file.map(ModelManifest.Variant::file).orElse(null),
                file.map(ModelManifest.Variant::sha256).map(Sha256::hex).orElse(null),
                file.map(ModelManifest.Variant::provenance).orElse(null),
                file.map(ModelManifest.Variant::size).orElse(null),
                file.map(ModelManifest.Variant::certificate).orElse(null),
                model.stripes().containsKey(variant.name())
                        ? "/v1/models/" + model.name() + "/versions/" + model.version() + "/variants/" + variant.name()
                                + "/stripes.png"
                        : null);
    }
}
