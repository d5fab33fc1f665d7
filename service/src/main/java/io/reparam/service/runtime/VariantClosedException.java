package io.reparam.service.runtime;

import java.io.Serial;

/** The variant was closed since it was looked up: its model was replaced, or the service ends. Look the model up again. */
public final class VariantClosedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    VariantClosedException(ServedVariant variant) {
        // expected at every reload
        super(variant + " is closed; look the model up again", null, false, false);
    }
}
