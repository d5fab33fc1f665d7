package io.reparam.service.classify;

import java.util.Locale;

/** The transport of a request. */
public enum Protocol {
    REST,
    GRPC;

    /** The label in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
