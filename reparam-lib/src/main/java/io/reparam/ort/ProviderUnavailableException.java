package io.reparam.ort;

import java.io.Serial;

/** The execution provider asked for is not available on this machine or from this jar. */
public final class ProviderUnavailableException extends OrtModelException {
    @Serial
    private static final long serialVersionUID = 1;

    public ProviderUnavailableException(Provider provider, Throwable cause) {
        super("execution provider '" + provider.label() + "' is not available: " + cause.getMessage(), cause);
    }
}
