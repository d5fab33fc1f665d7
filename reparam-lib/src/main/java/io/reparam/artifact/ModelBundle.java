package io.reparam.artifact;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model as the service reads it: {@code NAME/model.yaml} and {@code NAME/VERSION/VARIANT.onnx}.
 */
public final class ModelBundle {
    private ModelBundle() {}

    /**
     * One variant to put into a bundle.
     *
     * @param onnx its file
     * @param provenance what its metadata says
     * @param size counted
     * @param certificate of its fold; null if there is none
     * @param stripes a PNG of its attention values; null if there is none
     */
    public record Source(
            Path onnx,
            Provenance provenance,
            NetSize size,
            @Nullable Certified certificate,
            @Nullable Path stripes) {
        private static String pictureOf(String variant) {
            return variant + ".stripes.png";
        }

        private @Nullable Attachment attachment(String variant) throws IOException {
            if (stripes == null) {
                return null;
            }
            if (!new PngFormat().matches(Files.readAllBytes(stripes))) {
                throw new IllegalArgumentException("'" + stripes + "' is no PNG file; 'observe' writes stripes.png");
            }
            return new Attachment(pictureOf(variant), Sha256.of(List.of(stripes)));
        }
    }

    /**
     * Copies the files and writes the manifest last, so that a reader never sees a manifest without its files. Each version keeps a
     * manifest of its own beside them, so that it can still be served when a later one came.
     *
     * @param root directory of all models; made if missing
     * @param variants by name, the default one first
     * @return the manifest written
     * @throws FileAlreadyExistsException if the model has this version already
     * @throws IllegalArgumentException if a name or the version is impossible, or a picture is no PNG; nothing is written then
     */
    public static ModelManifest write(
            Path root,
            String name,
            int version,
            LabelSet labels,
            PreprocessSpec preprocess,
            Map<String, Source> variants)
            throws IOException {
        Map<String, ModelManifest.Variant> entries = new LinkedHashMap<>();
        for (Map.Entry<String, Source> variant : variants.entrySet()) {
            Source source = variant.getValue();
            entries.put(
                    variant.getKey(),
                    new ModelManifest.Variant(
                            variant.getKey() + ".onnx",
                            Sha256.of(List.of(source.onnx())),
                            source.provenance(),
                            source.size(),
                            source.certificate(),
                            source.attachment(variant.getKey())));
        }
        String first = variants.keySet().iterator().next();
        ModelManifest manifest = new ModelManifest(name, version, labels, preprocess, first, entries);

        Path model = root.resolve(name);
        Path files = model.resolve(Integer.toString(version));
        if (Files.exists(files)) {
            throw new FileAlreadyExistsException(
                    files.toString(), null, "a service may be reading it; choose a higher version or remove it first");
        }
        Files.createDirectories(files);
        for (Map.Entry<String, Source> variant : variants.entrySet()) {
            Path onnx = files.resolve(variant.getKey() + ".onnx");
            Files.copy(variant.getValue().onnx(), onnx, StandardCopyOption.REPLACE_EXISTING);
            Path stripes = variant.getValue().stripes();
            if (stripes != null) {
                Files.copy(stripes, files.resolve(Source.pictureOf(variant.getKey())));
            }
        }
        manifest.write(files.resolve(ModelManifest.FILE));
        Path part = model.resolve(ModelManifest.FILE + ".part");
        manifest.write(part);
        Files.move(part, model.resolve(ModelManifest.FILE), StandardCopyOption.ATOMIC_MOVE);
        return manifest;
    }
}
