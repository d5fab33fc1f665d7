package io.reparam.service.metrics;

/** The names of all meters; Prometheus sees them with underscores and a unit. README.md has the table. */
enum Metric {
    /** Timer of whole requests: model, variant, protocol, outcome, provider. */
    REQUEST_DURATION("reparam.request.duration", "Time from the start of a request to its answer"),
    /** Timer of finished stages: model, variant, protocol, stage, provider. */
    STAGE_DURATION("reparam.stage.duration", "Time that one step of a request took"),
    /** Counter of requests: model, variant, protocol, outcome. The sum over outcomes is all requests. */
    REQUESTS("reparam.requests", "Requests by how they ended"),
    /** Counter of requests that came in: protocol. Once none is under way, the same as the sum of {@link #REQUESTS}. */
    RECEIVED("reparam.received", "Requests that came in"),
    /** Counter of requests turned away: model, variant, protocol, reason, provider. Part of {@link #REQUESTS}. */
    REJECTED("reparam.rejected", "Requests that were turned away"),
    /** Gauge of images that wait: model, variant, provider. */
    QUEUE_DEPTH("reparam.queue.depth", "Images that wait for a run"),
    /** Gauge: model, variant, provider. */
    QUEUE_CAPACITY("reparam.queue.capacity", "Images that may wait for a run"),
    /** Summary of images a run: model, variant, provider. */
    BATCH_SIZE("reparam.batch.size", "Images of one run"),
    /** Counter of runs: model, variant, provider. */
    EXECUTIONS("reparam.executions", "Runs of a net"),
    /** Counter: model, variant (of the shadow), agree, provider. */
    SHADOW_AGREEMENT("reparam.shadow.agreement", "Images that two variants ran, by whether they named the same class"),
    /** Timer of the two runs of an image: model, variant, role (answer, shadow), provider. */
    SHADOW_RUN("reparam.shadow.run", "Time of both runs of images that two variants ran"),
    /** Counter: model, variant (of the shadow), provider. */
    SHADOW_DROPPED("reparam.shadow.dropped", "Comparisons left out because there was other work"),
    /** Gauge of requests that hold a place. */
    INFLIGHT("reparam.inflight", "Requests that are being worked on"),
    /** Gauge of places. */
    INFLIGHT_LIMIT("reparam.inflight.limit", "Requests that may be worked on at a time"),
    /** Gauge that is always 1: model, version, variant, provider. */
    MODEL_INFO("reparam.model.info", "A loaded variant of a model"),
    /** Gauge: model. Versions that answer; 0 if the repository has the model but none could be loaded. */
    MODEL_READY("reparam.model.ready", "Versions of a model that answer"),
    /** Timer: model. From the first byte read to the last warm-up run. */
    MODEL_LOAD("reparam.model.load", "Time to read, check and warm up a version of a model"),
    /** Counter: model, result = success, failure. Includes the loads at start. */
    RELOADS("reparam.reloads", "Versions that were loaded, or could not be"),
    /** Gauge, bytes. */
    RESIDENT_MEMORY("process.resident.memory", "Memory of the process, with that of native code"),
    /** Counter, seconds. */
    CPU_THROTTLED("process.cpu.throttled", "Time for which the CPU quota held the process back");

    final String id;
    final String description;

    Metric(String id, String description) {
        this.id = id;
        this.description = description;
    }
}
