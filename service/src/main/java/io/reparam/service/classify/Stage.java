package io.reparam.service.classify;

import java.util.Locale;

/** The steps of a request, in their order. */
public enum Stage {
    /** File to pixels. */
    DECODE,
    /** Pixels to the net's input. */
    PREPROCESS,
    /** Waiting for a run. */
    QUEUE,
    /** The run of the batch that the request is part of. */
    INFER,
    /** Logits to predictions. */
    POSTPROCESS;

    /** The label in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
