package io.reparam.service.runtime;

import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelCard;
import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.Sha256;
import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import io.reparam.service.repository.ModelListing;
import io.reparam.service.repository.UnservableException;
import io.reparam.service.repository.VersionContent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens, checks and warms up one version of a model, or fails as a whole. One thread at a time calls it. */
final class ModelLoader {
    private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);
    /** ONNX Runtime plans its memory in the first run and settles within a few. */
    private static final int WARM_UP_RUNS = 5;

    private final SessionOpener opener;
    private final int slots;

    ModelLoader(RuntimeSettings settings) {
        opener = new SessionOpener(settings);
        slots = settings.slots();
    }

    /** @throws UnservableException with the file and the remedy; nothing stays open then */
    ServedModel load(VersionContent content) {
        List<OrtModel> opened = new ArrayList<>();
        try {
            return load(content, opened);
        } catch (RuntimeException | Error e) {
            opened.forEach(OrtModel::close);
            throw e;
        }
    }

    private ServedModel load(VersionContent content, List<OrtModel> opened) {
        Map<String, ServedVariant> variants = new LinkedHashMap<>();
        Optional<ModelManifest> manifest = content.manifest();
        for (Map.Entry<String, byte[]> onnx : content.onnx().entrySet()) {
            String file = content.path(onnx.getKey());
            try {
                OrtModel model = opener.open(onnx.getValue());
                opened.add(model);
                manifest = manifest.or(() -> fromCard(content, onnx.getKey(), onnx.getValue(), model));
                manifest.ifPresent(known -> InterfaceCheck.check(file, known, model.inputs(), model.outputs()));
                NetShape shape =
                        manifest.map(NetShape::of).orElseGet(() -> NetShape.of(file, model.inputs(), model.outputs()));
                String label =
                        content.files().model().name() + "/" + content.files().version() + "/" + onnx.getKey();
                ServedVariant variant = new ServedVariant(label, onnx.getKey(), model, shape, slots);
                warmUp(variant);
                variants.put(onnx.getKey(), variant);
            } catch (OrtModelException e) {
                throw new UnservableException(
                        file + " cannot be used: " + e.getMessage(),
                        "Export the model again for ONNX Runtime " + OrtModel.version()
                                + ", or take the variant out of " + ModelManifest.FILE + ".",
                        e);
            }
        }
        Optional<LabelSet> labels = manifest.map(ModelManifest::labels).or(content::labels);
        return new ServedModel(
                content.files().model().name(),
                content.files().version(),
                manifest.map(ServedModel.Images::new),
                labels,
                Collections.unmodifiableMap(variants));
    }

    /** A plain file that carries a card describes itself. */
    private static Optional<ModelManifest> fromCard(
            VersionContent content, String variant, byte[] onnx, OrtModel model) {
        try {
            return ModelCard.from(model.metadata())
                    .map(card -> new ModelManifest(
                            content.files().model().name(),
                            content.files().version(),
                            card.labels(),
                            card.preprocess(),
                            variant,
                            Map.of(
                                    variant,
                                    new ModelManifest.Variant(
                                            ModelListing.PLAIN_FILE, Sha256.of(onnx), card.provenance()))));
        } catch (IllegalArgumentException e) {
            throw new UnservableException(content.path(variant) + ": " + e.getMessage(), "Export the model again.", e);
        }
    }

    private static void warmUp(ServedVariant variant) {
        long start = System.nanoTime();
        try {
            Slot slot = variant.take();
            for (int i = 0; i < WARM_UP_RUNS; i++) {
                variant.run(slot);
            }
            variant.giveBack(slot);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnservableException("Interrupted while warming up " + variant, "Start again.", e);
        }
        LOG.info("Warmed up {} in {} ms", variant, (System.nanoTime() - start) / 1_000_000);
    }
}
