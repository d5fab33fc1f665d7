package io.reparam.service.classify;

import io.reparam.ort.HostTensor;
import java.util.List;

/**
 * What a net is to be run on: tensors as they are, or images that are made into its one input first.
 *
 * @param count rows; 1 where there is no batch
 * @param tensors of so many rows, in the net's order, not to be changed, ever; empty if images came
 * @param images {@code [count]} encoded files; empty if tensors came
 */
public record ModelInput(int count, List<HostTensor> tensors, List<byte[]> images) {
    public static ModelInput of(int count, List<HostTensor> tensors) {
        return new ModelInput(count, tensors, List.of());
    }

    public static ModelInput of(List<byte[]> images) {
        return new ModelInput(images.size(), List.of(), images);
    }
}
