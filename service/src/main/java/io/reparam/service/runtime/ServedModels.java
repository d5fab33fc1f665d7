package io.reparam.service.runtime;

import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** All versions of all models that answer now, loaded and warm. Any number of threads may ask while one changes it. */
public final class ServedModels implements AutoCloseable {
    private final String defaultModel;
    private final Retirement retirement = new Retirement();
    /** By name, then version; the inner maps are replaced, never changed. */
    private final ConcurrentSkipListMap<String, NavigableMap<Integer, Generation>> served =
            new ConcurrentSkipListMap<>();

    private volatile boolean closed;

    /** @param defaultModel answers when a caller names none; empty for the only one that there is */
    ServedModels(String defaultModel) {
        this.defaultModel = defaultModel;
    }

    /**
     * A model to run, which stays loaded as long as the lease is open.
     *
     * @param name {@code m} or {@code m.variant}; null for the default model
     * @param version null for the latest one that answers
     * @throws ServiceException UNKNOWN_MODEL, or NOT_READY once closed
     */
    public Lease lease(@Nullable String name, @Nullable Integer version) {
        while (true) {
            String wanted = name == null ? requireDefault() : name;
            int dot = served.containsKey(wanted) ? -1 : wanted.lastIndexOf('.');
            Generation generation = find(dot < 0 ? wanted : wanted.substring(0, dot), version);
            // one that was replaced between these two lines is looked up again: the new one is there before the old one
            // goes
            if (generation.enter()) {
                return new Lease(generation, dot < 0 ? null : wanted.substring(dot + 1));
            }
        }
    }

    /**
     * The latest version of a model, to be described; to run it, take a {@link #lease}.
     *
     * @param name as for a lease
     * @throws ServiceException as a lease
     */
    public ServedModel model(@Nullable String name) {
        try (Lease lease = lease(name, null)) {
            return lease.model();
        }
    }

    private Generation find(String name, @Nullable Integer version) {
        if (closed) {
            throw new ServiceException(ErrorKind.NOT_READY, "the service is shutting down; ask another instance");
        }
        NavigableMap<Integer, Generation> versions = served.get(name);
        if (versions == null) {
            throw new ServiceException(
                    ErrorKind.UNKNOWN_MODEL,
                    "there is no model " + CallerText.quote(name) + "; there is "
                            + (served.isEmpty() ? "none yet" : String.join(", ", served.keySet())));
        }
        Generation found = version == null ? versions.lastEntry().getValue() : versions.get(version);
        if (found == null) {
            throw new ServiceException(
                    ErrorKind.UNKNOWN_MODEL,
                    "model '" + name + "' has no version " + version + "; it has " + versions.keySet());
        }
        return found;
    }

    /** Every version of every model, by name and version. */
    public Collection<ServedModel> all() {
        return served.values().stream()
                .flatMap(versions -> versions.values().stream())
                .map(generation -> generation.model)
                .toList();
    }

    /** The configured one, or else the only one; empty if callers must name one. */
    public String defaultModel() {
        if (!defaultModel.isEmpty()) {
            return defaultModel;
        }
        // a snapshot: the only one may go between two looks
        List<String> names = List.copyOf(served.keySet());
        return names.size() == 1 ? names.get(0) : "";
    }

    private String requireDefault() {
        String name = defaultModel();
        if (name.isEmpty() && served.isEmpty()) {
            throw new ServiceException(ErrorKind.NOT_READY, "no model is loaded yet; ask again later");
        }
        if (name.isEmpty()) {
            throw new ServiceException(
                    ErrorKind.BAD_REQUEST,
                    "name a model, as there is no default one; there is " + String.join(", ", served.keySet()));
        }
        return name;
    }

    /** Whether the configured default model answers; where none is configured, whether any model does. */
    public boolean ready() {
        return !closed && (defaultModel.isEmpty() ? !served.isEmpty() : served.containsKey(defaultModel));
    }

    /** Lets a version answer, instead of the generation that did before. */
    void put(ServedModel model) {
        change(model.name(), model.version(), retirement.begin(model));
    }

    void remove(String name, int version) {
        change(name, version, null);
    }

    private synchronized void change(String name, int version, @Nullable Generation now) {
        NavigableMap<Integer, Generation> versions = new TreeMap<>(served.getOrDefault(name, new TreeMap<>()));
        Generation before = now == null ? versions.remove(version) : versions.put(version, now);
        if (versions.isEmpty()) {
            served.remove(name);
        } else {
            served.put(name, versions);
        }
        if (before != null) {
            before.leave();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        all().forEach(model -> remove(model.name(), model.version()));
        retirement.close();
    }
}
