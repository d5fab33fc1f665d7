package io.reparam.service.infer;

import java.util.List;

/** The model repository, as the protocol sees it. */
public interface RepositoryControl {
    /**
     * A model of the repository.
     *
     * @param state {@code READY} or {@code UNAVAILABLE}
     * @param reason empty if it is ready
     */
    record Entry(String name, String version, String state, String reason) {}

    List<Entry> index();

    /** @throws io.reparam.service.error.ServiceException if it is not allowed, unknown, or cannot be loaded */
    void load(String model);

    /** @throws io.reparam.service.error.ServiceException if it is not allowed or unknown */
    void unload(String model);
}
