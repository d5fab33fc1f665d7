package io.reparam.service.runtime;

import io.reparam.artifact.ImageTensorizer;
import io.reparam.artifact.ModelManifest;
import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads, checks and warms up everything in a repository, or fails as a whole. */
final class ModelLoader {
    private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

    private final SessionOpener opener;
    private final int instances;
    private final QueueSettings queue;
    private final RunListener listener;
    private final List<AutoCloseable> opened = new ArrayList<>();

    ModelLoader(RuntimeSettings settings, QueueSettings queue, RunListener listener) {
        opener = new SessionOpener(settings);
        instances = settings.instances();
        this.queue = queue;
        this.listener = listener;
    }

    /** @throws StartupException with the file and the remedy; nothing stays open then */
    ServedModels load(ModelRepository repository, String defaultModel) {
        try {
            Map<String, ServedModel> models = new LinkedHashMap<>();
            for (ModelFiles files : repository.models()) {
                models.put(files.manifest().name(), load(files));
            }
            if (!models.containsKey(defaultModel)) {
                throw new StartupException(
                        "The default model '" + defaultModel + "' is none of the models found: " + models.keySet()
                                + ".",
                        "Set reparam.models.default-model to one of them, or add the model.",
                        null);
            }
            return new ServedModels(Collections.unmodifiableMap(models), defaultModel);
        } catch (RuntimeException e) {
            opened.forEach(ModelLoader::close);
            throw e;
        }
    }

    private ServedModel load(ModelFiles files) {
        ModelManifest manifest = files.manifest();
        Map<String, ServedVariant> variants = new LinkedHashMap<>();
        manifest.variants().forEach((name, variant) -> variants.put(name, load(files, name, variant)));
        return new ServedModel(
                manifest, new ImageTensorizer(manifest.preprocess()), Collections.unmodifiableMap(variants));
    }

    private ServedVariant load(ModelFiles files, String name, ModelManifest.Variant variant) {
        long start = System.nanoTime();
        byte[] onnx = files.read(variant);
        try {
            OrtModel model = opener.open(onnx);
            opened.add(model);
            InterfaceCheck.check(files.path(variant), files.manifest(), model.inputs(), model.outputs());
            ServedVariant served = new ServedVariant(name, files.manifest(), model, instances, queue, listener);
            opened.set(opened.size() - 1, served); // it owns the session now
            LOG.info("Loaded {} in {} ms", served, (System.nanoTime() - start) / 1_000_000);
            return served;
        } catch (OrtModelException e) {
            throw new StartupException(
                    files.path(variant) + " cannot be used: " + e.getMessage(),
                    "Export the model again for ONNX Runtime " + OrtModel.version() + ", or take the variant out of "
                            + ModelManifest.FILE + ".",
                    e);
        }
    }

    private static void close(AutoCloseable model) {
        try {
            model.close();
        } catch (Exception e) {
            LOG.warn("A model did not close: {}", e.getMessage());
        }
    }
}
