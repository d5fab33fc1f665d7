package io.reparam.service.inference;

import io.reparam.artifact.LabelSet;
import io.reparam.ort.HostTensor;
import io.reparam.ort.Reals;
import io.reparam.ort.TensorType;
import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.NetInterface.Port;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of a model's outputs a caller gets. */
final class Outputs {
    private Outputs() {}

    /**
     * The outputs that are asked for, each once, as Triton answers them.
     *
     * @param asked empty for all as values
     * @throws ServiceException BAD_REQUEST naming the output, what is wrong, and what there is
     */
    static List<InferRequest.RequestedOutput> checked(List<InferRequest.RequestedOutput> asked, TensorModel model) {
        List<Port> ports = model.net().outputs();
        if (asked.isEmpty()) {
            return ports.stream()
                    .map(port -> new InferRequest.RequestedOutput(port.name(), 0))
                    .toList();
        }
        Map<String, InferRequest.RequestedOutput> once = new LinkedHashMap<>();
        for (InferRequest.RequestedOutput output : asked) {
            Port port = ports.stream()
                    .filter(each -> each.name().equals(output.name()))
                    .findFirst()
                    .orElseThrow(() -> bad("there is no output " + CallerText.quote(output.name()) + "; there is '"
                            + String.join("', '", ports.stream().map(Port::name).toList()) + "'"));
            if (output.classes() > 0 && (port.type() == TensorType.STRING || port.type() == TensorType.BOOL)) {
                throw bad("output '" + port.name() + "' is " + port.type().label() + ", which cannot be classified");
            }
            once.putIfAbsent(output.name(), output);
        }
        return List.copyOf(once.values());
    }

    /** @param outputs of the run, in the model's order */
    static List<InferResponse.OutputTensor> tensors(
            List<InferRequest.RequestedOutput> asked, TensorModel model, List<HostTensor> outputs) {
        List<InferResponse.OutputTensor> tensors = new ArrayList<>();
        List<Port> ports = model.net().outputs();
        for (InferRequest.RequestedOutput output : asked) {
            for (int i = 0; i < ports.size(); i++) {
                if (ports.get(i).name().equals(output.name())) {
                    tensors.add(tensor(output, model, outputs.get(i)));
                }
            }
        }
        return tensors;
    }

    private static InferResponse.OutputTensor tensor(
            InferRequest.RequestedOutput asked, TensorModel model, HostTensor values) {
        if (asked.classes() == 0) {
            return new InferResponse.OutputTensor(asked.name(), values.type().label(), values.shape(), raw(values));
        }
        boolean batched = model.net().batched() && !values.shape().isEmpty();
        int rows = batched ? values.shape().get(0).intValue() : 1;
        FloatBuffer reals = Reals.from(values).slice();
        int classes = rows == 0 ? 0 : reals.remaining() / rows;
        // more than there are means all, as Triton understands it
        int most = (int) Math.min(asked.classes(), classes);
        Optional<LabelSet> labels = model.labels().filter(known -> known.size() == classes);
        ByteBuffer texts = ClassificationOutput.encode(reals, Math.max(1, classes), labels, most);
        return new InferResponse.OutputTensor(
                asked.name(), "BYTES", batched ? List.of((long) rows, (long) most) : List.of((long) most), texts);
    }

    private static ByteBuffer raw(HostTensor values) {
        if (values.type() == TensorType.STRING) {
            int size = values.texts().stream()
                    .mapToInt(text -> Integer.BYTES + text.length)
                    .sum();
            ByteBuffer raw = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
            values.texts().forEach(text -> raw.putInt(text.length).put(text));
            return raw.flip();
        }
        if (values.type() != TensorType.FLOAT) {
            return values.bytes().slice();
        }
        FloatBuffer floats = values.floats();
        ByteBuffer raw = ByteBuffer.allocate(Math.multiplyExact(floats.remaining(), Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(0, floats, floats.position(), floats.remaining());
        return raw;
    }

    private static ServiceException bad(String message) {
        return new ServiceException(ErrorKind.BAD_REQUEST, message);
    }
}
