package io.reparam.ort;

/**
 * How ONNX Runtime runs a model.
 *
 * @param provider where
 * @param device CUDA device number; ignored on the CPU
 * @param deviceMemory bytes that the CUDA arena may grow to, 0 for no limit; ignored on the CPU
 * @param threads of one operator, at least 1; a container's CPU quota is what {@code Runtime.availableProcessors} says
 * @param optimize true: all of ONNX Runtime's own graph optimizations; false: none, the graph runs as written
 */
public record SessionSettings(Provider provider, int device, long deviceMemory, int threads, boolean optimize) {

    /** @throws IllegalArgumentException if threads is below 1, or device or its memory below 0 */
    public SessionSettings {
        if (threads < 1 || device < 0 || deviceMemory < 0) {
            throw new IllegalArgumentException("threads " + threads + " must be 1 or more, device " + device
                    + " and its memory " + deviceMemory + " 0 or more");
        }
    }

    /** The CPU, optimized. */
    public static SessionSettings cpu(int threads) {
        return new SessionSettings(Provider.CPU, 0, 0, threads, true);
    }

    /** The CPU with every graph optimization off: the reference that folds are proved against. */
    public static SessionSettings reference(int threads) {
        return new SessionSettings(Provider.CPU, 0, 0, threads, false);
    }
}
