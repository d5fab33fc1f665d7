package io.reparam.train;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a net is trained, by the name on the command line. */
public final class ComputeDevice {
    private static final Pattern NAME = Pattern.compile("(cpu)|cuda(?::(\\d{1,3}))?");

    private ComputeDevice() {}

    /**
     * @param name {@code cpu}, {@code cuda} or {@code cuda:1}
     * @throws IllegalArgumentException if the name is not a device's
     * @throws TrainingException if PyTorch has no such device here
     */
    public static Device named(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("device '" + name + "' is unknown; there are cpu, cuda and cuda:NUMBER");
        }
        if (matcher.group(1) != null) {
            return Device.cpu();
        }
        int index = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        Engine engine = TrainingEngine.start(0);
        int found = engine.getGpuCount();
        if (index >= found) {
            throw new TrainingException("--device " + name + ": PyTorch finds " + found
                    + " CUDA devices; it needs an NVIDIA driver and a PyTorch with CUDA: for pip's, set"
                    + " PYTORCH_LIBRARY_PATH=.../torch/lib PYTORCH_VERSION=" + engine.getVersion()
                    + " PYTORCH_FLAVOR=cu128; --device cpu trains without");
        }
        return Device.gpu(index);
    }
}
