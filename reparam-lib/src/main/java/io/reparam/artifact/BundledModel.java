package io.reparam.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One variant of a model in a directory that the service reads: {@code MODEL/model.yaml} and {@code MODEL/VERSION/*.onnx}.
 *
 * @param onnx its file
 * @param manifest of the version
 */
public record BundledModel(Path onnx, ModelManifest manifest) {

    /**
     * Opens the version that the manifest names, or else the latest one. As in the service, a manifest that names a version describes
     * it, whatever another one in its directory says.
     *
     * @param directory a model's, or one that holds a single model
     * @param variant null for the default one
     * @throws IOException if the bundle lacks the model or variant, or has several models and none is named; the message lists them
     */
    public static BundledModel open(Path directory, @Nullable String variant) throws IOException {
        Path model = model(directory);
        byte[] yaml = Files.readAllBytes(model.resolve(ModelManifest.FILE));
        OptionalInt named = ManifestFile.version(yaml);
        int version = named.isPresent() ? named.getAsInt() : latest(model);
        Path files = model.resolve(Integer.toString(version));
        Path own = files.resolve(ModelManifest.FILE);
        String name = String.valueOf(model.toAbsolutePath().normalize().getFileName());
        ModelManifest manifest = ManifestFile.read(
                named.isEmpty() && Files.exists(own) ? Files.readAllBytes(own) : yaml,
                name,
                version,
                file -> read(files, model, file));
        String chosen = variant == null ? manifest.defaultVariant() : variant;
        ModelManifest.Variant found = manifest.variants().get(chosen);
        if (found == null) {
            throw new IOException("'" + model + "' has no variant '" + chosen + "'; it has "
                    + String.join(", ", manifest.variants().keySet()));
        }
        return new BundledModel(files.resolve(found.file()), manifest);
    }

    private static Path model(Path directory) throws IOException {
        if (Files.exists(directory.resolve(ModelManifest.FILE))) {
            return directory;
        }
        List<Path> models;
        try (Stream<Path> children = Files.list(directory)) {
            models = children.filter(child -> Files.exists(child.resolve(ModelManifest.FILE)))
                    .sorted()
                    .toList();
        }
        if (models.size() != 1) {
            throw new IOException("'" + directory + "' holds "
                    + (models.isEmpty()
                            ? "no model with a " + ModelManifest.FILE
                            : "several models; name one: " + models));
        }
        return models.get(0);
    }

    private static int latest(Path model) throws IOException {
        try (Stream<Path> versions = Files.list(model)) {
            return versions.map(version -> String.valueOf(version.getFileName()))
                    .filter(name -> name.matches("[1-9][0-9]{0,8}"))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElseThrow(() -> new IOException("'" + model + "' has no version: a directory called 1, 2, ..."));
        }
    }

    private static byte @Nullable [] read(Path files, Path model, String name) throws IOException {
        for (Path place : List.of(files.resolve(name), model.resolve(name))) {
            if (Files.isRegularFile(place)) {
                return Files.readAllBytes(place);
            }
        }
        return null;
    }
}
