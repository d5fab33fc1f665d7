package io.reparam.service.repository;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Models on the class path: in the jar, where nothing changes. */
final class ResourceRepository implements Repository {
    private final String location;

    ResourceRepository(String location) {
        this.location = location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public boolean changes() {
        return false;
    }

    @Override
    public SortedMap<String, ModelListing> list() throws IOException {
        SortedMap<String, SortedMap<String, RepositoryFile>> files = new TreeMap<>();
        for (String depth : new String[] {"/*/*.*", "/*/*/*.*"}) {
            for (Resource resource : resources(location + depth)) {
                String[] parts = resource.getURL().getPath().split("/", -1);
                int model = depth.equals("/*/*.*") ? parts.length - 2 : parts.length - 3;
                String path = String.join("/", Arrays.copyOfRange(parts, model + 1, parts.length));
                files.computeIfAbsent(parts[model], name -> new TreeMap<>())
                        .put(path, new RepositoryFile(path, "", 0, () -> read(resource)));
            }
        }
        SortedMap<String, ModelListing> models = new TreeMap<>();
        files.forEach((name, found) -> models.put(name, new ModelListing(name, location + "/" + name, found, null)));
        return models;
    }

    private static Resource[] resources(String pattern) throws IOException {
        try {
            return new PathMatchingResourcePatternResolver().getResources(pattern);
        } catch (FileNotFoundException e) {
            return new Resource[0];
        }
    }

    private static byte[] read(Resource resource) throws IOException {
        try (InputStream in = resource.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
