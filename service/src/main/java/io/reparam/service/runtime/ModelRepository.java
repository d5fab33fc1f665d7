package io.reparam.service.runtime;

import io.reparam.artifact.ModelManifest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The directories that hold models: {@code <location>/<model>/model.yaml} beside {@code <model>/<version>/<variant>.onnx}.
 */
final class ModelRepository {
    private final String location;

    /** @param location a directory or a Spring resource location */
    ModelRepository(String location) {
        String resource = location.contains(":") ? location : "file:" + location;
        this.location = resource.endsWith("/") ? resource.substring(0, resource.length() - 1) : resource;
    }

    /**
     * Reads every manifest.
     *
     * @return at least one model, sorted by name
     * @throws StartupException if there is no model or a manifest is wrong
     */
    List<ModelFiles> models() {
        List<ModelFiles> models = new ArrayList<>();
        for (Resource yaml : manifests()) {
            models.add(read(yaml));
        }
        if (models.isEmpty()) {
            throw new StartupException(
                    "There is no " + location + "/<model>/" + ModelManifest.FILE + ".",
                    "Put a model there, or set reparam.models.location to the directory that holds them.",
                    null);
        }
        models.sort(Comparator.comparing(ModelFiles::path));
        return models;
    }

    private List<Resource> manifests() {
        try {
            return Arrays.asList(
                    new PathMatchingResourcePatternResolver().getResources(location + "/*/" + ModelManifest.FILE));
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new StartupException(
                    location + " cannot be searched: " + e.getMessage(), "Check reparam.models.location.", e);
        }
    }

    private ModelFiles read(Resource yaml) {
        String path = "?";
        try (InputStream in = yaml.getInputStream()) {
            String[] parts = yaml.getURL().getPath().split("/", -1);
            String directory = parts[parts.length - 2];
            path = location + "/" + directory;
            ModelManifest manifest = ModelManifest.read(in);
            if (!manifest.name().equals(directory)) {
                throw new IOException("it names the model '" + manifest.name() + "', but its directory is '" + directory
                        + "'; they must be the same");
            }
            return new ModelFiles(path, manifest, yaml);
        } catch (IOException e) {
            throw new StartupException(
                    "The manifest in " + path + " is wrong: " + e.getMessage(), "Correct or replace the file.", e);
        }
    }
}
