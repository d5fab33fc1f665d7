package io.reparam.service.infer;

import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The checked input of a request.
 *
 * @param count rows
 * @param floats {@code [count][C][H][W]}; empty if images came
 * @param images {@code [count]} encoded files; empty if floats came
 */
record Rows(int count, FloatBuffer floats, List<byte[]> images) {
    private static final FloatBuffer NO_FLOATS = FloatBuffer.allocate(0);

    boolean encoded() {
        return !images.isEmpty();
    }

    /** @throws ServiceException BAD_REQUEST naming the input, what is wrong, and what is wanted */
    static Rows of(List<InputTensor> inputs, TensorModel model) {
        if (inputs.size() != 1) {
            throw bad("there are " + inputs.size() + " inputs; the model takes one, '" + model.inputName() + "'");
        }
        InputTensor input = inputs.get(0);
        if (input.undescribed()) {
            input = described((Contents.Raw) input.contents(), model);
        }
        if (!input.name().equals(model.inputName())) {
            throw bad("there is no input " + CallerText.quote(input.name()) + "; there is '" + model.inputName() + "'");
        }
        return switch (input.datatype()) {
            case "FP32" -> floats(input, model);
            case "BYTES" -> images(input, model);
            default ->
                throw bad("input '" + model.inputName() + "' has datatype " + CallerText.quote(input.datatype())
                        + "; it takes FP32 tensors, or BYTES with one image file an element");
        };
    }

    private static InputTensor described(Contents.Raw raw, TensorModel model) {
        long row = model.inputRow().stream().reduce((long) Float.BYTES, Math::multiplyExact);
        if (raw.bytes().remaining() % row != 0) {
            throw bad("the raw input has " + raw.bytes().remaining() + " bytes; a row of '" + model.inputName()
                    + "' has " + row);
        }
        List<Long> shape = TensorModel.withBatch(raw.bytes().remaining() / row, model.inputRow());
        return new InputTensor(model.inputName(), "FP32", shape, raw);
    }

    private static Rows floats(InputTensor input, TensorModel model) {
        List<Long> row = model.inputRow();
        List<Long> shape = input.shape();
        if (shape.isEmpty() || !shape.subList(1, shape.size()).equals(row)) {
            throw bad("input '" + input.name() + "' has shape " + shape + "; it must be " + model.inputShape()
                    + ", with the batch for -1");
        }
        int count = batch(shape.get(0), model);
        long wanted = shape.stream().reduce(1L, Math::multiplyExact);
        FloatBuffer values;
        if (input.contents() instanceof Contents.Floats floats) {
            values = floats.values();
        } else if (input.contents() instanceof Contents.Raw raw) {
            requireSize(input, raw.bytes().remaining(), wanted * Float.BYTES, "bytes");
            values = raw.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        } else {
            throw bad("input '" + input.name() + "' is FP32, but its contents are BYTES elements");
        }
        requireSize(input, values.remaining(), wanted, "values");
        return new Rows(count, values, List.of());
    }

    private static Rows images(InputTensor input, TensorModel model) {
        if (!model.takesImages()) {
            throw bad(
                    "input '" + input.name() + "' is BYTES, but nothing says how the images of this model are prepared;"
                            + " send FP32 " + model.inputShape());
        }
        if (input.shape().size() != 1) {
            throw bad("input '" + input.name() + "' has shape " + input.shape() + "; BYTES must be [N]");
        }
        int count = batch(input.shape().get(0), model);
        List<byte[]> elements;
        if (input.contents() instanceof Contents.Elements given) {
            elements = given.values();
        } else if (input.contents() instanceof Contents.Raw raw) {
            elements = split(input, count, raw.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN));
        } else {
            throw bad("input '" + input.name() + "' is BYTES, but its contents are numbers");
        }
        requireSize(input, elements.size(), count, "elements");
        return new Rows(count, NO_FLOATS, elements);
    }

    private static List<byte[]> split(InputTensor input, int count, ByteBuffer raw) {
        List<byte[]> elements = new ArrayList<>();
        while (raw.hasRemaining()) {
            if (elements.size() == count) {
                throw bad("input '" + input.name() + "' has " + raw.remaining()
                        + " bytes behind its last element; its shape is " + input.shape());
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
        if (rows < 1 || rows > model.maxBatch()) {
            throw bad("the batch is " + rows + "; it must be 1 to " + model.maxBatch());
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
