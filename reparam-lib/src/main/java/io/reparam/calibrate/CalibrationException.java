package io.reparam.calibrate;

import java.io.Serial;

/** A net that cannot be calibrated as asked; the message says why, and what can be done. */
public final class CalibrationException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public CalibrationException(String message) {
        super(message);
    }
}
