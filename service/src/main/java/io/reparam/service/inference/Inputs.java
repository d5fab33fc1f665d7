package io.reparam.service.inference;

import io.reparam.ort.HostTensor;
import io.reparam.ort.TensorType;
import io.reparam.service.classify.ModelInput;
import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.NetInterface;
import io.reparam.service.runtime.NetInterface.Port;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What of a request's inputs a model runs on. */
final class Inputs {
    private static final int MOST_DIMENSIONS = 32;

    private Inputs() {}

    /** @throws ServiceException BAD_REQUEST naming the input, what is wrong, and what is wanted */
    static ModelInput checked(List<InputTensor> given, TensorModel model) {
        NetInterface net = model.net();
        if (given.size() != net.inputs().size()) {
            throw bad("there are " + given.size() + " inputs; the model takes "
                    + (net.inputs().size() == 1 ? "one, '" + net.inputs().get(0).name() + "'" : names(net)));
        }
        List<InputTensor> inputs =
                given.get(0).contents() instanceof Contents.Body body ? List.of(described(body.bytes(), model)) : given;
        requireNames(inputs, net);
        requireRanks(inputs);
        if (inputs.size() == 1 && isImages(inputs.get(0), net.inputs().get(0))) {
            return images(inputs.get(0), model);
        }
        List<HostTensor> tensors = new ArrayList<>(inputs.size());
        int count = -1;
        for (Port port : net.inputs()) {
            InputTensor input = inputs.stream()
                    .filter(each -> each.name().equals(port.name()))
                    .findFirst()
                    .orElseThrow();
            requireShape(input, port, model);
            int rows = net.batched() ? batch(input.shape().get(0), model) : 1;
            if (count >= 0 && rows != count) {
                throw bad("the inputs have batches of " + count + " and " + rows + "; they must be equal");
            }
            count = rows;
            tensors.add(tensor(input, port.type()));
        }
        return ModelInput.of(count, tensors);
    }

    private static boolean isImages(InputTensor input, Port port) {
        return input.datatype().equals("BYTES") && port.type() != TensorType.STRING;
    }

    private static String names(NetInterface net) {
        return String.join(
                ", ", net.inputs().stream().map(port -> "'" + port.name() + "'").toList());
    }

    private static void requireNames(List<InputTensor> inputs, NetInterface net) {
        Set<String> seen = new HashSet<>();
        for (InputTensor input : inputs) {
            if (net.inputs().stream().noneMatch(port -> port.name().equals(input.name()))) {
                throw bad("there is no input " + CallerText.quote(input.name()) + "; there is " + names(net));
            }
            if (!seen.add(input.name())) {
                throw bad("input '" + input.name() + "' is there twice");
            }
        }
    }

    /** Shapes are named in answers. */
    private static void requireRanks(List<InputTensor> inputs) {
        for (InputTensor input : inputs) {
            if (input.shape().size() > MOST_DIMENSIONS) {
                throw bad("input '" + input.name() + "' has a shape of "
                        + input.shape().size() + " dimensions; no tensor has more than " + MOST_DIMENSIONS);
            }
        }
    }

    private static InputTensor described(ByteBuffer body, TensorModel model) {
        Port port = model.net().inputs().get(0);
        if (port.type() == TensorType.STRING) {
            byte[] text = new byte[body.remaining()];
            body.duplicate().get(text);
            List<Long> shape = model.net().shape(port, 1).stream()
                    .map(size -> size < 0 ? 1L : size)
                    .toList();
            return new InputTensor(port.name(), "BYTES", shape, new Contents.Elements(List.of(text)));
        }
        if (!port.known()) {
            throw bad("the sizes of input '" + port.name() + "' are free, " + port.row()
                    + "; describe the input in JSON before its bytes");
        }
        long row = (long) port.elements() * port.type().bytes();
        if (body.remaining() % row != 0 || (!model.net().batched() && body.remaining() != row)) {
            throw bad("the raw input has " + body.remaining() + " bytes; a row of '" + port.name() + "' has " + row);
        }
        List<Long> shape = model.net().shape(port, body.remaining() / row);
        return new InputTensor(port.name(), port.type().label(), shape, new Contents.Raw(body));
    }

    private static void requireShape(InputTensor input, Port port, TensorModel model) {
        if (!input.datatype().equals(port.type().label())) {
            throw bad("input '" + port.name() + "' has datatype " + CallerText.quote(input.datatype()) + "; it takes "
                    + port.type().label() + " tensors"
                    + (model.takesImages() ? ", or BYTES with one image file an element" : ""));
        }
        List<Long> wanted = model.shape(port);
        List<Long> shape = input.shape();
        boolean fits = shape.size() == wanted.size();
        // the batch is looked at apart, with its limit
        for (int i = model.net().batched() ? 1 : 0; fits && i < shape.size(); i++) {
            fits = shape.get(i) >= 0 && (wanted.get(i) < 0 || wanted.get(i).equals(shape.get(i)));
        }
        if (!fits) {
            throw bad("input '" + input.name() + "' has shape " + shape + "; it must be " + wanted
                    + (model.net().batched() ? ", with the batch for -1" : ""));
        }
    }

    private static HostTensor tensor(InputTensor input, TensorType type) {
        long wanted = elements(input);
        Contents contents = input.contents();
        if (type == TensorType.STRING) {
            List<byte[]> texts = texts(input, wanted);
            requireSize(input, texts.size(), wanted, "elements");
            return HostTensor.of(input.shape(), texts);
        }
        if (contents instanceof Contents.Floats floats && type == TensorType.FLOAT) {
            requireSize(input, floats.values().remaining(), wanted, "values");
            return HostTensor.of(input.shape(), floats.values());
        }
        if (contents instanceof Contents.Raw raw) {
            requireSize(input, raw.bytes().remaining(), Math.multiplyExact(wanted, type.bytes()), "bytes");
            return HostTensor.of(type, input.shape(), raw.bytes());
        }
        throw bad("input '" + input.name() + "' is " + type.label()
                + ", but its contents are BYTES elements or of another" + " type");
    }

    private static long elements(InputTensor input) {
        try {
            return Math.toIntExact(HostTensor.elements(input.shape()));
        } catch (ArithmeticException e) {
            throw bad("input '" + input.name() + "' has shape " + input.shape() + ", more than there can be");
        }
    }

    private static List<byte[]> texts(InputTensor input, long count) {
        if (input.contents() instanceof Contents.Texts given) {
            return given.values().stream()
                    .map(text -> text.getBytes(StandardCharsets.UTF_8))
                    .toList();
        }
        return elements(input, count);
    }

    private static ModelInput images(InputTensor input, TensorModel model) {
        if (!model.takesImages()) {
            throw bad(
                    "input '" + input.name() + "' is BYTES, but nothing says how the images of this model are prepared;"
                            + " send " + model.net().inputs().get(0).type().label() + " "
                            + model.shape(model.net().inputs().get(0)));
        }
        if (input.shape().size() != 1) {
            throw bad("input '" + input.name() + "' has shape " + input.shape() + "; BYTES must be [N]");
        }
        int count = batch(input.shape().get(0), model);
        List<byte[]> elements =
                input.contents() instanceof Contents.Texts texts ? decoded(texts) : elements(input, count);
        requireSize(input, elements.size(), count, "elements");
        return ModelInput.of(elements);
    }

    private static List<byte[]> decoded(Contents.Texts texts) {
        List<byte[]> files = new ArrayList<>();
        for (String text : texts.values()) {
            try {
                files.add(Base64.getDecoder().decode(text));
            } catch (IllegalArgumentException e) {
                throw bad("string " + files.size()
                        + " of 'data' is not base64; JSON carries images in base64, or send them binary");
            }
        }
        return files;
    }

    private static List<byte[]> elements(InputTensor input, long count) {
        if (input.contents() instanceof Contents.Elements given) {
            return given.values();
        }
        if (input.contents() instanceof Contents.Raw raw) {
            return split(input, count, raw.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN));
        }
        throw bad("input '" + input.name() + "' is BYTES, but its contents are numbers");
    }

    private static List<byte[]> split(InputTensor input, long count, ByteBuffer raw) {
        List<byte[]> elements = new ArrayList<>();
        while (raw.hasRemaining()) {
            if (elements.size() == count) {
                throw bad("input '" + input.name() + "' has " + raw.remaining()
                        + " bytes after its last element; its shape is " + input.shape());
            }
            if (raw.remaining() < Integer.BYTES) {
                throw bad("input '" + input.name() + "' ends within the length of element " + elements.size());
            }
            long length = Integer.toUnsignedLong(raw.getInt());
            if (length > raw.remaining()) {
                throw bad("element " + elements.size() + " of input '" + input.name() + "' claims " + length
                        + " bytes, but only " + raw.remaining() + " are left");
            }
            byte[] element = new byte[(int) length];
            raw.get(element);
            elements.add(element);
        }
        return elements;
    }

    private static int batch(long rows, TensorModel model) {
        int most = model.net().batched() ? model.maxBatch() : 1;
        if (rows < 1 || rows > most) {
            throw bad("the batch is " + rows + "; it must be 1 to " + most);
        }
        return (int) rows;
    }

    private static void requireSize(InputTensor input, long found, long wanted, String unit) {
        if (found != wanted) {
            throw bad("input '" + input.name() + "' has " + found + " " + unit + ", but its shape " + input.shape()
                    + " needs " + wanted);
        }
    }

    private static ServiceException bad(String message) {
        return new ServiceException(ErrorKind.BAD_REQUEST, message);
    }
}
