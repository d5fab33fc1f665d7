package io.reparam.service.inference;

import java.util.List;

/**
 * How a model is served, as far as the model configuration extension asks for it.
 *
 * @param maxBatch rows of one request; 0 where the first dimension is not a batch
 * @param inputs without the batch
 * @param outputs without the batch
 * @param instances runs at a time
 * @param gpu whether it runs on one
 */
public record ModelConfiguration(
        String name, int maxBatch, List<Tensor> inputs, List<Tensor> outputs, int instances, boolean gpu) {
    /**
     * A tensor.
     *
     * @param format {@code FORMAT_NCHW}, {@code FORMAT_NHWC} or {@code FORMAT_NONE}
     * @param labelFile the name that stands for the labels of an output's classes; empty if they have none
     */
    public record Tensor(String name, String datatype, String format, List<Long> dims, String labelFile) {
        /** In the words of a configuration, which calls BYTES strings. */
        public String dataType() {
            return datatype.equals("BYTES") ? "TYPE_STRING" : "TYPE_" + datatype;
        }
    }
}
