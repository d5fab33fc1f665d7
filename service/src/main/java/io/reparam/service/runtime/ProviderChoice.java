package io.reparam.service.runtime;

/** Where models run, as configured. */
public enum ProviderChoice {
    /** CUDA where it is to be had, else the CPU. */
    AUTO,
    CPU,
    /** CUDA or no start at all. */
    CUDA
}
