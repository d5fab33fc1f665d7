package io.reparam.service.runtime;

import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A copy of the default model in a directory, for tests to spoil. */
public final class ModelDirectory {
    private static final String SOURCE = "/models/cifar10/";

    private final Path root;
    private final ModelManifest manifest;

    private ModelDirectory(Path root, ModelManifest manifest) {
        this.root = root;
        this.manifest = manifest;
    }

    public static ModelDirectory copyTo(Path root) throws IOException {
        Path model = Files.createDirectories(root.resolve("cifar10"));
        copy(ModelManifest.FILE, model);
        ModelManifest manifest;
        try (InputStream in = Files.newInputStream(model.resolve(ModelManifest.FILE))) {
            manifest = ModelManifest.read(in);
        }
        for (String file : files(manifest)) {
            copy(manifest.version() + "/" + file, model);
        }
        return new ModelDirectory(root, manifest);
    }

    public String location() {
        return root.toString();
    }

    public ModelManifest manifest() {
        return manifest;
    }

    public Path manifestFile() {
        return root.resolve("cifar10").resolve(ModelManifest.FILE);
    }

    public Path file(String variant) {
        return root.resolve("cifar10/" + manifest.version() + "/" + variant + ".onnx");
    }

    /** Replaces a variant's file; the manifest is made to agree. */
    public void replace(String variant, byte[] onnx) throws IOException {
        Files.write(file(variant), onnx);
        Map<String, ModelManifest.Variant> variants = new LinkedHashMap<>(manifest.variants());
        variants.put(variant, new ModelManifest.Variant(variant + ".onnx", Sha256.of(onnx), null));
        new ModelManifest(
                        manifest.name(),
                        manifest.version(),
                        manifest.labels(),
                        manifest.preprocess(),
                        manifest.defaultVariant(),
                        variants)
                .write(manifestFile());
    }

    /** Another version with the same files and a manifest of its own, which comes last. */
    public void addVersion(int version) throws IOException {
        Path target = Files.createDirectories(root.resolve("cifar10/" + version));
        for (String file : files(manifest)) {
            copy(manifest.version() + "/" + file, target, file);
        }
        new ModelManifest(
                        manifest.name(),
                        version,
                        manifest.labels(),
                        manifest.preprocess(),
                        manifest.defaultVariant(),
                        manifest.variants())
                .write(target.resolve(ModelManifest.FILE));
    }

    /** Removes a version, its manifest first. */
    public void removeVersion(int version) throws IOException {
        Path target = root.resolve("cifar10/" + version);
        Files.deleteIfExists(target.resolve(ModelManifest.FILE));
        if (version == manifest.version()) {
            Files.deleteIfExists(manifestFile());
        }
        for (String file : files(manifest)) {
            Files.delete(target.resolve(file));
        }
        Files.delete(target);
    }

    /** All that belong to a version, but its manifest. */
    private static List<String> files(ModelManifest manifest) {
        List<String> files = new ArrayList<>();
        manifest.variants().values().forEach(variant -> {
            files.add(variant.file());
            if (variant.stripes() != null) {
                files.add(variant.stripes().file());
            }
        });
        return files;
    }

    private static void copy(String file, Path model) throws IOException {
        copy(file, model, file);
    }

    private static void copy(String file, Path directory, String as) throws IOException {
        Path target = directory.resolve(as);
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        try (InputStream in =
                Objects.requireNonNull(ModelDirectory.class.getResourceAsStream(SOURCE + file), SOURCE + file)) {
            Files.copy(in, target);
        }
    }
}
