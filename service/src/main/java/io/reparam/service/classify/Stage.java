package io.reparam.service.classify;

import java.util.Locale;

/** The steps of a request, in their order. */
public enum Stage {
    /** File to pixels. */
    DECODE,
    /** Waiting for memory to run with. */
    QUEUE,
    /** Pixels to the net's input. */
    PREPROCESS,
    /** The net. */
    INFER,
    /** Logits to predictions. */
    POSTPROCESS;

    /** The label in metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
