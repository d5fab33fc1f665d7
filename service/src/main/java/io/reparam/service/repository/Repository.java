package io.reparam.service.repository;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;

/** Where models lie. Any number of threads may share one. */
public interface Repository {

    /**
     * The repository of a configured location.
     *
     * @param location a directory, as a path or with {@code file:} before it, or a Spring resource location such as
     *     {@code classpath:models}
     */
    static Repository at(String location) {
        if (location.startsWith("file:")) {
            // both file:/models and file:///models
            return new DirectoryRepository(Path.of(location.substring(5).replaceFirst("^/+", "/")));
        }
        return location.contains(":") ? new ResourceRepository(location) : new DirectoryRepository(Path.of(location));
    }

    /** For messages. */
    String location();

    /** Whether what lies there can change while the service runs. */
    boolean changes();

    /**
     * What lies there now: the models by name.
     *
     * @throws IOException if the location cannot be read, which says nothing about the models
     */
    SortedMap<String, ModelListing> list() throws IOException;
}
