package io.reparam.service.access;

/** What a call is for, which decides whose key it needs. */
enum Purpose {
    /** What probes ask: whether the service, or a model that the caller can name, answers. Needs no key. */
    PROBE,
    /** Runs models, and asks what they are. */
    USE,
    /** Changes which models there are. */
    CONTROL
}
