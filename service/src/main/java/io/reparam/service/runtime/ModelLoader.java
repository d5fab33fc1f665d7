package io.reparam.service.runtime;

import io.reparam.artifact.ClassScores;
import io.reparam.artifact.LabelSet;
import io.reparam.artifact.ModelCard;
import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.OnnxOutline;
import io.reparam.artifact.Sha256;
import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import io.reparam.service.repository.ModelListing;
import io.reparam.service.repository.TritonConfig;
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
    private final SessionOpener opener;
    private final int instances;
    private final QueueSettings queue;
    private final TrafficSettings traffic;
    private final ServedVariant.RunListener listener;

    ModelLoader(
            RuntimeSettings settings,
            QueueSettings queue,
            TrafficSettings traffic,
            ServedVariant.RunListener listener) {
        opener = new SessionOpener(settings);
        instances = settings.instances();
        this.queue = queue;
        this.traffic = traffic;
        this.listener = listener;
    }

    /** @throws UnservableException with the file and the remedy; nothing stays open then */
    ServedModel load(VersionContent content) {
        List<ServedVariant> opened = new ArrayList<>();
        try {
            return load(content, opened);
        } catch (RuntimeException | Error e) {
            opened.forEach(ServedVariant::close);
            throw e;
        }
    }

    private ServedModel load(VersionContent content, List<ServedVariant> opened) {
        String name = content.files().model().name();
        int version = content.files().version();
        Map<String, ServedVariant> variants = new LinkedHashMap<>();
        Optional<ModelManifest> manifest = content.manifest();
        for (Map.Entry<String, byte[]> onnx : content.onnx().entrySet()) {
            String file = content.path(onnx.getKey());
            try {
                OrtModel model = opener.open(onnx.getValue());
                try {
                    manifest = manifest.or(() -> fromCard(content, onnx.getKey(), onnx.getValue(), model));
                    ServedVariant variant = start(
                            new ServedVariant.Name(name, version, onnx.getKey()),
                            file,
                            manifest,
                            onnx.getValue(),
                            content,
                            model);
                    opened.add(variant);
                    variants.put(onnx.getKey(), variant);
                } catch (RuntimeException | Error e) {
                    model.close();
                    throw e;
                }
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
                name,
                version,
                manifest,
                labels,
                traffic.of(name, manifest, variants.keySet()),
                Collections.unmodifiableMap(variants),
                content.stripes(),
                content.config()
                        .map(TritonConfig::maxBatchSize)
                        .filter(rows -> rows > 0)
                        .orElse(0));
    }

    private ServedVariant start(
            ServedVariant.Name name,
            String file,
            Optional<ModelManifest> manifest,
            byte[] onnx,
            VersionContent content,
            OrtModel model) {
        NetInterface declared = NetInterface.declared(file, model.inputs(), model.outputs());
        NetInterface net = content.config()
                .map(config -> ConfiguredInterface.of(content.files().path(TritonConfig.FILE), config, declared, model))
                .orElseGet(() -> RowTrial.settled(model, declared));
        if (!model.otherOutputs().isEmpty()) {
            LOG.warn("{}: outputs {} are not tensors and are left out", name, model.otherOutputs());
        }
        ImageRole images = manifest.map(known -> images(file, known, onnx, net)).orElse(null);
        long start = System.nanoTime();
        ServedVariant variant = new ServedVariant(
                name,
                model,
                net,
                images,
                content.config()
                        .map(TritonConfig::instances)
                        .filter(count -> count > 0)
                        .orElse(instances),
                queue.limits(net, content.config()),
                listener);
        LOG.info(
                "Warmed up {} in {} ms: {} to {}, batch {}{}",
                variant,
                (System.nanoTime() - start) / 1_000_000,
                net.inputs(),
                net.outputs(),
                net.batching(),
                images == null ? "" : ", " + images.text());
        return variant;
    }

    private static ImageRole images(String file, ModelManifest manifest, byte[] onnx, NetInterface net) {
        try {
            ClassScores scores = ClassScores.of(
                    OnnxOutline.of(onnx), manifest.labels().size(), manifest.output(), manifest.activation());
            return ImageRole.of(file, manifest, net, scores);
        } catch (IllegalArgumentException e) {
            throw new UnservableException(
                    file + ": " + e.getMessage() + ".",
                    "Correct labels, output or activation in " + ModelManifest.FILE + ".",
                    e);
        }
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
}
