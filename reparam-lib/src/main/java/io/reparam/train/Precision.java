package io.reparam.train;

/** What a training step multiplies in. Parameters, their gradients and all else are float32, and so is every evaluation. */
public enum Precision {
    FLOAT32,
    /** Convolutions and matrix products round their factors to 8 significant bits and add up in float32. */
    BFLOAT16
}
