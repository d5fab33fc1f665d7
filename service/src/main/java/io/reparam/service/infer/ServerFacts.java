package io.reparam.service.infer;

import java.util.List;

/** What the service says about itself in the protocol. */
public final class ServerFacts {
    public static final String NAME = "reparam";
    public static final String VERSION = "0.1.0";
    public static final String PLATFORM = "onnxruntime_onnx";
    public static final String BACKEND = "onnxruntime";
    /** Only what exists. */
    public static final List<String> EXTENSIONS = List.of(
            "binary_tensor_data",
            "classification",
            "model_configuration",
            "model_repository",
            "parameters",
            "schedule_policy",
            "statistics");

    private ServerFacts() {}
}
