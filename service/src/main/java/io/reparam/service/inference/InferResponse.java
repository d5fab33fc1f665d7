package io.reparam.service.inference;

import java.util.List;

/** The answer; {@code model} is the name that the caller used. */
public record InferResponse(String model, String version, String id, List<OutputTensor> outputs) {}
