package io.reparam.ort;

import org.jspecify.annotations.Nullable;

/** Types of elements that models take and give, as ONNX calls them. */
public enum TensorType {
    FLOAT("FP32", 4),
    FLOAT16("FP16", 2),
    BFLOAT16("BF16", 2),
    DOUBLE("FP64", 8),
    INT8("INT8", 1),
    INT16("INT16", 2),
    INT32("INT32", 4),
    INT64("INT64", 8),
    UINT8("UINT8", 1),
    UINT16("UINT16", 2),
    UINT32("UINT32", 4),
    UINT64("UINT64", 8),
    BOOL("BOOL", 1),
    /** Text of any length. */
    STRING("BYTES", 0);

    private final String label;
    private final int bytes;

    TensorType(String label, int bytes) {
        this.label = label;
        this.bytes = bytes;
    }

    /** The name of the Open Inference Protocol, such as {@code FP32}. */
    public String label() {
        return label;
    }

    /** Of one element; 0 for text. */
    public int bytes() {
        return bytes;
    }

    /** Whether it holds floating-point numbers. */
    public boolean isReal() {
        return this == FLOAT || this == FLOAT16 || this == BFLOAT16 || this == DOUBLE;
    }

    /** By the name that a {@link TensorSpec} has; null for what no caller could send, such as complex numbers. */
    public static @Nullable TensorType of(String onnx) {
        for (TensorType type : values()) {
            if (type.name().equals(onnx)) {
                return type;
            }
        }
        return null;
    }

    /** By the protocol's name; null if there is none. */
    public static @Nullable TensorType labelled(String label) {
        for (TensorType type : values()) {
            if (type.label.equals(label)) {
                return type;
            }
        }
        return null;
    }
}
