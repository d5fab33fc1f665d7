package io.reparam.artifact;

import io.reparam.image.PreprocessSpec;
import io.reparam.image.decode.ImageFormats;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
     * @param provenance what its metadata says; null if nobody said how it was made
     * @param size counted
     * @param certificate of its fold; null if there is none
     * @param stripes a PNG of its attention values; null if there is none
     */
    public record Source(
            Path onnx,
            @Nullable Provenance provenance,
            ModelManifest.NetSize size,
            @Nullable Certified certificate,
            @Nullable Path stripes) {
        private static String pictureOf(String variant) {
            return variant + ".stripes.png";
        }

        private ModelManifest.@Nullable Attachment attachment(String variant) throws IOException {
            if (stripes == null) {
                return null;
            }
            if (!ImageFormats.nameOf(Files.readAllBytes(stripes)).equals(Optional.of("PNG"))) {
                throw new IllegalArgumentException("'" + stripes + "' is not a PNG file; 'observe' writes stripes.png");
            }
            return new ModelManifest.Attachment(pictureOf(variant), Sha256.of(List.of(stripes)));
        }
    }

    /**
     * What the variants share.
     *
     * @param activation null to find it from the net
     * @param output that holds the scores; null for the one with a value for each label
     */
    public record Description(
            String name,
            int version,
            LabelSet labels,
            PreprocessSpec preprocess,
            @Nullable OutputActivation activation,
            @Nullable String output) {}

    /** A model whose activation and output are found from the net; see {@link #write(Path, Description, Map)}. */
    public static ModelManifest write(
            Path root,
            String name,
            int version,
            LabelSet labels,
            PreprocessSpec preprocess,
            Map<String, Source> variants)
            throws IOException {
        return write(root, new Description(name, version, labels, preprocess, null, null), variants);
    }

    /**
     * Copies the files, weights beside a net included, and writes the manifest last, so that a reader never sees a manifest without its files. Each version keeps a
     * manifest of its own beside them, so that it can still be served when a later one came.
     *
     * @param root directory of all models; made if missing
     * @param variants by name, the default one first
     * @return the manifest written
     * @throws FileAlreadyExistsException if the model has this version already
     * @throws IllegalArgumentException if a name or the version is impossible, a picture is not a PNG, or two variants keep other
     *     weights in files of one name; nothing is written then
     */
    public static ModelManifest write(Path root, Description description, Map<String, Source> variants)
            throws IOException {
        Map<String, Path> weights = new LinkedHashMap<>();
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
                            source.attachment(variant.getKey()),
                            weights(source.onnx(), weights)));
        }
        String first = variants.keySet().iterator().next();
        ModelManifest manifest = new ModelManifest(
                description.name,
                description.version,
                description.labels,
                description.preprocess,
                first,
                entries,
                null,
                description.activation,
                description.output);

        Path model = root.resolve(description.name);
        Path files = model.resolve(Integer.toString(description.version));
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
        for (Map.Entry<String, Path> data : weights.entrySet()) {
            Path target = files.resolve(data.getKey());
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.copy(data.getValue(), target);
        }
        manifest.write(files.resolve(ModelManifest.FILE));
        Path part = model.resolve(ModelManifest.FILE + ".part");
        manifest.write(part);
        Files.move(part, model.resolve(ModelManifest.FILE), StandardCopyOption.ATOMIC_MOVE);
        return manifest;
    }

    /** Checksums of the files that a net keeps weights in; null if it has all inside. */
    private static @Nullable Map<String, Sha256> weights(Path onnx, Map<String, Path> all) throws IOException {
        Map<String, Sha256> sums = new LinkedHashMap<>();
        for (String location : locations(onnx)) {
            Path file = onnx.toAbsolutePath().resolveSibling(location);
            Path other = all.putIfAbsent(location, file);
            if (other != null && !other.equals(file) && Files.mismatch(other, file) >= 0) {
                throw new IllegalArgumentException("'" + other + "' and '" + file
                        + "' are different weights of one name; save one of the nets with its weights inside");
            }
            sums.put(location, Sha256.of(List.of(file)));
        }
        return sums.isEmpty() ? null : sums;
    }

    private static Set<String> locations(Path onnx) throws IOException {
        try {
            return ExternalWeights.locations(Files.readAllBytes(onnx));
        } catch (ProtoFields.BrokenMessageException e) {
            return Set.of(); // who loads it says what is wrong
        } catch (IllegalArgumentException e) {
            throw new IOException("'" + onnx + "': " + e.getMessage(), e);
        }
    }
}
