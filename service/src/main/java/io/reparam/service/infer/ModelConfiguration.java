package io.reparam.service.infer;

import java.util.List;

/**
 * How a model is served, as far as the model configuration extension asks for it.
 *
 * @param maxBatch rows of one request
 * @param inputRow row-major, without the batch
 * @param outputRow row-major, without the batch
 * @param image whether the input is an image, {@code [C, H, W]}
 * @param labelFile the name that stands for the labels of the output's classes; empty if they have none
 * @param instances runs at a time
 * @param gpu whether it runs on one
 */
public record ModelConfiguration(
        String name,
        int maxBatch,
        String inputName,
        List<Long> inputRow,
        String outputName,
        List<Long> outputRow,
        boolean image,
        String labelFile,
        int instances,
        boolean gpu) {}
