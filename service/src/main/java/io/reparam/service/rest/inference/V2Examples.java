package io.reparam.service.rest.inference;

/** Bodies shown on the OpenAPI page. */
final class V2Examples {
    static final String IMAGE_REQUEST = """
            {"id": "7", "inputs": [{"name": "image", "shape": [1], "datatype": "BYTES", "data": [
               "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg=="]}],
             "outputs": [{"name": "logits", "parameters": {"classification": 2}}]}""";

    /** Part of a description: it is nothing without the bytes after it. */
    static final String TENSOR_REQUEST =
            "`{\"inputs\": [{\"name\": \"image\", \"shape\": [1, 3, 32, 32], \"datatype\": \"FP32\", \"parameters\": "
                    + "{\"binary_data_size\": 12288}}], \"parameters\": {\"timeout\": 50000, \"priority\": 1, "
                    + "\"binary_data_output\": true}}`";

    static final String CLASSES = """
            {"id": "7", "model_name": "cifar10", "model_version": "1",
             "outputs": [{"name": "logits", "datatype": "BYTES", "shape": [1, 2],
                          "data": ["6.281640:3:cat", "3.312204:5:dog"]}]}""";

    static final String VALUES = """
            {"model_name": "cifar10", "model_version": "1",
             "outputs": [{"name": "logits", "datatype": "FP32", "shape": [1, 10],
                          "data": [-1.2, 0.1, 0.4, 6.3, -0.7, 3.3, 0.2, -0.4, -2.1, -1.9]}]}""";

    private V2Examples() {}
}
