package io.reparam.service.inference;

import java.util.List;

/**
 * What a model takes and gives.
 *
 * @param versions that answer, oldest first
 * @param platform the framework, in the words of the protocol
 */
public record ModelMetadata(
        String name, List<String> versions, String platform, List<Tensor> inputs, List<Tensor> outputs) {
    /**
     * A tensor.
     *
     * @param shape row-major, -1 for the batch
     */
    public record Tensor(String name, String datatype, List<Long> shape) {}
}
