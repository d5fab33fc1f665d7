package io.reparam.train;

import ai.djl.ndarray.NDArray;

/**
 * Images whose pixels have their channels side by side in memory. Every map that a net computes from them lies so, too, which
 * is what processors convolve fastest.
 *
 * @see <a href="https://docs.pytorch.org/tutorials/intermediate/memory_format_tutorial.html">PyTorch, Channels Last Memory
 *     Format</a>
 */
final class ChannelsLast {
    private ChannelsLast() {}

    /**
     * @param images {@code [N, C, H, W]}
     * @return the same values in the same shape
     */
    static NDArray of(NDArray images) {
        NDArray pixels = images.transpose(0, 2, 3, 1);
        return pixels.reshape(-1).reshape(pixels.getShape()).transpose(0, 3, 1, 2);
    }
}
