package io.reparam.service.runtime;

import io.reparam.ort.HostTensor;
import io.reparam.ort.OrtModel;
import io.reparam.service.batch.BatchRunner;
import io.reparam.service.runtime.NetInterface.Port;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Runs tensors of any type, number and size, with new memory for each run. One thread at a time uses it. */
final class OpenRunner implements BatchRunner<List<HostTensor>, List<HostTensor>> {
    private final OrtModel model;
    private final NetInterface net;

    OpenRunner(OrtModel model, NetInterface net) {
        this.model = model;
        this.net = net;
    }

    @Override
    public List<List<HostTensor>> run(List<List<HostTensor>> items) {
        if (!net.batched()) {
            return List.of(outer(model.run(inner(items.get(0)))));
        }
        int rows = 0;
        for (List<HostTensor> item : items) {
            rows += rows(item);
        }
        List<HostTensor> outputs = outer(model.run(inner(filled(TensorRows.joinedEach(items), rows))));
        for (HostTensor output : outputs) {
            if (output.shape().isEmpty() || output.shape().get(0) < rows) {
                throw new IllegalStateException(rows + " rows gave an output of shape " + output.shape());
            }
        }
        List<List<HostTensor>> answers = new ArrayList<>();
        int from = 0;
        for (List<HostTensor> item : items) {
            answers.add(TensorRows.part(outputs, from, rows(item)));
            from += rows(item);
        }
        return answers;
    }

    /** A net of fixed rows gets its last one again and again, which its others do not see. */
    private List<HostTensor> filled(List<HostTensor> inputs, int rows) {
        int missing = net.fixedRows() - rows;
        if (missing <= 0) {
            return inputs;
        }
        List<HostTensor> last = TensorRows.part(inputs, rows - 1, 1);
        List<List<HostTensor>> parts = new ArrayList<>(Collections.nCopies(missing, last));
        parts.add(0, inputs);
        return TensorRows.joinedEach(parts);
    }

    private List<HostTensor> inner(List<HostTensor> tensors) {
        return reshaped(tensors, net.inputs(), Port::inner);
    }

    private List<HostTensor> outer(List<HostTensor> tensors) {
        return reshaped(tensors, net.outputs(), Port::row);
    }

    private List<HostTensor> reshaped(List<HostTensor> tensors, List<Port> ports, Function<Port, List<Long>> row) {
        if (ports.stream().noneMatch(Port::reshaped)) {
            return tensors;
        }
        List<HostTensor> reshaped = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            HostTensor tensor = tensors.get(i);
            List<Long> wanted = row.apply(ports.get(i));
            List<Long> shape =
                    net.batched() ? NetInterface.withBatch(tensor.shape().get(0), wanted) : wanted;
            reshaped.add(
                    ports.get(i).reshaped()
                            ? new HostTensor(tensor.type(), shape, tensor.values(), tensor.texts())
                            : tensor);
        }
        return reshaped;
    }

    private static int rows(List<HostTensor> item) {
        return item.get(0).shape().get(0).intValue();
    }
}
