package io.reparam.train;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * PyTorch's autocast, which DJL 0.36 has no call for: convolutions and matrix products of the calling thread are computed in
 * bfloat16. It asks PyTorch's library by the names that its C++ functions have there.
 *
 * @see <a href="https://docs.pytorch.org/docs/stable/amp.html">PyTorch, Automatic Mixed Precision</a>
 */
final class Autocast {
    private static final byte CPU = 0; // c10/core/DeviceType.h
    private static final byte CUDA = 1;
    private static final byte BFLOAT16 = 15; // c10/core/ScalarType.h
    private static final byte NO = 0;
    private static final byte YES = 1;
    private static final String SCOPE = "_ZN2at8autocast"; // at::autocast, as compilers write it

    private final byte device;
    private final Function chooseType;
    private final Function enable;
    private final Function forgetWeights;

    private Autocast(Device device, NativeLibrary pyTorch) {
        this.device = device.isGpu() ? CUDA : CPU;
        chooseType = pyTorch.getFunction(SCOPE + "18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE");
        enable = pyTorch.getFunction(SCOPE + "20set_autocast_enabledEN3c1010DeviceTypeEb");
        forgetWeights = pyTorch.getFunction(SCOPE + "11clear_cacheEv");
    }

    /**
     * For a precision; empty for float32, where there is nothing to do.
     *
     * @throws TrainingException if this PyTorch has no autocast that can be called
     */
    static Optional<Autocast> of(Precision precision, Device device) {
        return precision == Precision.FLOAT32 ? Optional.empty() : Optional.of(from("torch_cpu", device));
    }

    /** @param library which has PyTorch's functions */
    static Autocast from(String library, Device device) {
        try {
            return new Autocast(device, NativeLibrary.getInstance(library));
        } catch (UnsatisfiedLinkError e) {
            throw new TrainingException("this PyTorch (" + TrainingEngine.versions()
                    + ") has no autocast as 2.7 has it; --precision float32 trains without");
        }
    }

    /**
     * Computes what can be in bfloat16. Any thread, whose others are not concerned.
     *
     * @param work from images {@code [N, 3, H, W]} to logits, all in one memory
     * @return of the work, float32
     */
    NDArray compute(NDArray images, UnaryOperator<NDArray> work) {
        chooseType.invokeVoid(new Object[] {device, BFLOAT16});
        enable.invokeVoid(new Object[] {device, YES});
        try {
            NDArray result = work.apply(images);
            // makes it float32; DJL's toType passes no gradient
            return result.mul(images.getManager().ones(new Shape(1)));
        } finally {
            enable.invokeVoid(new Object[] {device, NO});
            forgetWeights.invokeVoid(new Object[0]); // rounded ones, which the step changes
        }
    }
}
