package io.reparam.service.runtime;

import io.reparam.ort.OrtModel;
import io.reparam.service.repository.TritonConfig;
import io.reparam.service.repository.UnservableException;
import io.reparam.service.runtime.NetInterface.Batching;
import io.reparam.service.runtime.NetInterface.Port;
import java.util.ArrayList;
import java.util.List;

/** A net's tensors as Triton's configuration speaks of them. */
final class ConfiguredInterface {
    private final String file;

    private ConfiguredInterface(String file) {
        this.file = file;
    }

    /**
     * What the configuration says, checked against what the net declares.
     *
     * @param file of the configuration, for messages
     * @throws UnservableException if the two contradict each other, naming both
     */
    static NetInterface of(String file, TritonConfig config, NetInterface declared, OrtModel model) {
        ConfiguredInterface check = new ConfiguredInterface(file);
        NetInterface net;
        if (config.maxBatchSize() == 0) {
            net = declared.whole();
        } else if (config.maxBatchSize() < 0) {
            net = RowTrial.settled(model, declared);
        } else if (declared.batching() == Batching.FREE
                || (declared.batching() == Batching.FIXED && declared.fixedRows() <= config.maxBatchSize())) {
            net = declared;
        } else {
            throw check.wrong("max_batch_size is " + config.maxBatchSize()
                    + ", but the first dimension of the net's tensors is not a free batch: " + declared.inputs()
                    + " and "
                    + declared.outputs());
        }
        return new NetInterface(
                check.ports(net.inputs(), config.inputs()),
                check.ports(net.outputs(), config.outputs()),
                net.batching(),
                net.fixedRows());
    }

    private List<Port> ports(List<Port> ports, List<TritonConfig.Tensor> configured) {
        for (TritonConfig.Tensor tensor : configured) {
            if (ports.stream().noneMatch(port -> port.name().equals(tensor.name()))) {
                throw wrong("there is no '" + tensor.name() + "' among " + ports);
            }
        }
        List<Port> changed = new ArrayList<>();
        for (Port port : ports) {
            changed.add(configured.stream()
                    .filter(tensor -> tensor.name().equals(port.name()))
                    .findFirst()
                    .map(tensor -> port(port, tensor))
                    .orElse(port));
        }
        return List.copyOf(changed);
    }

    private Port port(Port port, TritonConfig.Tensor tensor) {
        if (!tensor.datatype().isEmpty()
                && !tensor.datatype().equals(port.type().label())) {
            throw wrong("'" + port.name() + "' is TYPE_" + tensor.datatype() + ", but the net has "
                    + port.type().label());
        }
        if (tensor.dims().isEmpty()) {
            return port;
        }
        List<Long> inner = tensor.reshape() == null ? tensor.dims() : tensor.reshape();
        if (!fits(inner, port.row())) {
            throw wrong("'" + port.name() + "' has dims " + inner + ", but the net has " + port.row()
                    + (port.row().size() == inner.size() + 1
                            ? "; with max_batch_size 0 the batch is one of dims"
                            : ""));
        }
        return tensor.reshape() == null ? port : new Port(port.name(), port.type(), tensor.dims(), inner);
    }

    private static boolean fits(List<Long> said, List<Long> found) {
        boolean fits = said.size() == found.size();
        for (int i = 0; fits && i < said.size(); i++) {
            fits = said.get(i) < 0 || found.get(i) < 0 || said.get(i).equals(found.get(i));
        }
        return fits;
    }

    private UnservableException wrong(String what) {
        return new UnservableException(file + " contradicts the net: " + what, "Correct one of the two.", null);
    }
}
