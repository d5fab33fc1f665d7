package io.reparam.service.rest;

/** Answers shown on the OpenAPI page. */
final class Examples {
    static final String CLASSIFICATION = """
            {"model": "cifar10", "version": 1, "variant": "reparam", "provider": "cpu",
             "predictions": [{"label": "cat", "index": 3, "probability": 0.94},
                             {"label": "dog", "index": 5, "probability": 0.05},
                             {"label": "frog", "index": 6, "probability": 0.004}],
             "timings": {"decodeMicros": 210, "queueMicros": 1, "preprocessMicros": 35, "inferMicros": 1480,
                         "postprocessMicros": 4}}""";

    /** A grey pixel. */
    static final String JSON_IMAGES = """
            {"images": ["iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg=="]}""";

    static final String CLASSIFICATIONS = """
            {"results": [
              {"classification": {"model": "cifar10", "version": 1, "variant": "reparam", "provider": "cpu",
                "predictions": [{"label": "cat", "index": 3, "probability": 0.94}],
                "timings": {"decodeMicros": 210, "queueMicros": 1, "preprocessMicros": 35, "inferMicros": 1480,
                            "postprocessMicros": 4}}},
              {"problem": {"type": "urn:reparam:problem:bad_image", "title": "Not a usable image", "status": 400,
                "detail": "the 5 bytes are not an image in PNG, JPEG, WebP, GIF, BMP or TIFF format; convert it to one of these"}}]}""";

    static final String BAD_IMAGE = """
            {"type": "urn:reparam:problem:bad_image", "title": "Not a usable image", "status": 400,
             "detail": "the 5 bytes are not an image in PNG, JPEG, WebP, GIF, BMP or TIFF format; convert it to one of these",
             "instance": "/v1/classify"}""";

    static final String UNKNOWN_VARIANT = """
            {"type": "urn:reparam:problem:unknown_variant", "title": "Unknown variant", "status": 404,
             "detail": "model 'cifar10' has no variant 'fast'; it has attention, reparam", "instance": "/v1/classify"}""";

    private Examples() {}
}
