package io.reparam.ort;

/** Where a model runs: ONNX Runtime's execution providers. */
public enum Provider {
    CPU,
    CUDA;

    /** The label in metrics and messages. */
    public String label() {
        return this == CPU ? "cpu" : "cuda";
    }
}
