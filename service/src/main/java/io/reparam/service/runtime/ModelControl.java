package io.reparam.service.runtime;

import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.repository.ModelListing;
import io.reparam.service.repository.Repository;
import io.reparam.service.repository.UnservableException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the served models follow the repository. Any number of threads may call it; one at a time changes something. */
public final class ModelControl {
    private static final Logger LOG = LoggerFactory.getLogger(ModelControl.class);

    private final Repository repository;
    private final ModelSettings settings;
    private final ModelLoader loader;
    private final ServedModels served;
    private final ModelListener listener;
    private final Map<String, ModelSync> models = new TreeMap<>();
    private volatile List<IndexEntry> index = List.of();
    private boolean unreadable;

    ModelControl(
            Repository repository,
            ModelSettings settings,
            ModelLoader loader,
            ServedModels served,
            ModelListener listener) {
        this.repository = repository;
        this.settings = settings;
        this.loader = loader;
        this.served = served;
        this.listener = listener;
    }

    /**
     * Loads what lies there.
     *
     * @throws UnservableException if the default model cannot be served and the settings say that this is fatal
     */
    synchronized void start() {
        try {
            repository.list().values().forEach(listing -> sync(listing.name()).follow(listing, false));
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", repository.location(), e.toString());
        }
        publish();
        boolean hasDefault = served.all().stream()
                .anyMatch(model ->
                        settings.defaultModel().isEmpty() || model.name().equals(settings.defaultModel()));
        if (!hasDefault && settings.failFast()) {
            throw failure();
        }
        if (models.isEmpty()) {
            LOG.warn("Not ready: no model lies at {}", repository.location());
        }
    }

    private UnservableException failure() {
        ModelSync wanted = settings.defaultModel().isEmpty() && !models.isEmpty()
                ? models.values().iterator().next()
                : models.get(settings.defaultModel());
        if (wanted != null) {
            return new UnservableException(
                    wanted.trouble(),
                    "Repair the model, or set reparam.models.fail-fast to false to start without it.",
                    null);
        }
        if (models.isEmpty()) {
            return new UnservableException(
                    "There is no " + repository.location() + "/<model>/model.yaml and no " + repository.location()
                            + "/<model>/<version>/model.onnx.",
                    "Put a model there, or set reparam.models.location to the directory that holds them.",
                    null);
        }
        return new UnservableException(
                "The default model '" + settings.defaultModel() + "' is not one of the models found: " + models.keySet()
                        + ".",
                "Set reparam.models.default-model to one of them, or add the model.",
                null);
    }

    /** Looks once, and follows what changed. What cannot be read says nothing: all stays as it is then. */
    synchronized void poll() {
        SortedMap<String, ModelListing> found;
        try {
            found = repository.list();
            unreadable = false;
        } catch (IOException e) {
            if (!unreadable) {
                LOG.warn("{} cannot be read, so all stays as it is: {}", repository.location(), e.toString());
            }
            unreadable = true;
            return;
        }
        found.values().forEach(listing -> sync(listing.name()).follow(listing, true));
        models.entrySet()
                .removeIf(model ->
                        !found.containsKey(model.getKey()) && model.getValue().vanished());
        publish();
    }

    /** Where the models lie. */
    public String location() {
        return repository.location();
    }

    /** Every version that answers or failed, by name; never waits for a load. */
    public List<IndexEntry> index() {
        return index;
    }

    /**
     * Loads a model as it lies there now, or again if it changed; returns when it answers.
     *
     * @return its versions
     * @throws ServiceException BAD_REQUEST if the mode is not {@code explicit} or the model cannot be loaded, UNKNOWN_MODEL
     */
    public synchronized List<IndexEntry> load(String name) {
        requireExplicit();
        ModelListing listing;
        try {
            listing = repository.list().get(name);
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", repository.location(), e.toString());
            throw new ServiceException(
                    ErrorKind.NOT_READY, "the model repository cannot be read now; its log says why");
        }
        if (listing == null) {
            throw unknown(name);
        }
        ModelSync model = sync(name);
        model.follow(listing, false);
        publish();
        if (!model.trouble().isEmpty()) {
            throw new ServiceException(ErrorKind.BAD_REQUEST, "model '" + name + "' is not loaded: " + model.trouble());
        }
        return model.index();
    }

    /**
     * Takes a model out of service; requests under way are answered.
     *
     * @throws ServiceException BAD_REQUEST if the mode is not {@code explicit}, UNKNOWN_MODEL
     */
    public synchronized List<IndexEntry> unload(String name) {
        requireExplicit();
        ModelSync model = models.get(name);
        if (model == null) {
            throw unknown(name);
        }
        model.unloadAll("unloaded");
        publish();
        return model.index();
    }

    private void requireExplicit() {
        if (settings.mode() != ModelSettings.Mode.EXPLICIT) {
            throw new ServiceException(
                    ErrorKind.BAD_REQUEST,
                    "models are loaded and unloaded by request only where reparam.models.mode is 'explicit'");
        }
    }

    private static ServiceException unknown(String name) {
        return new ServiceException(
                ErrorKind.UNKNOWN_MODEL, "there is no model " + CallerText.quote(name) + " in the repository");
    }

    private ModelSync sync(String name) {
        return models.computeIfAbsent(
                name,
                added -> new ModelSync(
                        added, settings.versions().getOrDefault(added, List.of()), loader, served, listener));
    }

    private void publish() {
        index = models.values().stream()
                .flatMap(model -> model.index().stream())
                .toList();
    }
}
