package io.reparam.service.infer;

import io.reparam.service.error.CallerText;
import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.nio.ByteBuffer;
import java.util.List;

/** What of a model's only output a caller gets. */
final class Outputs {
    private Outputs() {}

    /**
     * The output that is asked for.
     *
     * @param asked empty for all as values
     * @throws ServiceException BAD_REQUEST naming the output, what is wrong, and what there is
     */
    static RequestedOutput checked(List<RequestedOutput> asked, TensorModel model) {
        for (RequestedOutput output : asked) {
            if (!output.name().equals(model.outputName())) {
                throw bad("there is no output " + CallerText.quote(output.name()) + "; there is '" + model.outputName()
                        + "'");
            }
            if (output.classes() < 0 || output.classes() > model.outputSize()) {
                throw bad("classification is " + output.classes() + "; it must be 1 to " + model.outputSize()
                        + ", the number of classes");
            }
        }
        if (asked.size() > 1) {
            throw bad("output '" + model.outputName() + "' is asked for " + asked.size() + " times; ask once");
        }
        return asked.isEmpty() ? new RequestedOutput(model.outputName(), 0) : asked.get(0);
    }

    /** @param values {@code [rows]} and the output's row, little-endian, from position 0 */
    static OutputTensor tensor(RequestedOutput asked, TensorModel model, int rows, ByteBuffer values) {
        if (asked.classes() == 0) {
            return new OutputTensor(asked.name(), "FP32", TensorModel.withBatch(rows, model.outputRow()), values);
        }
        ByteBuffer texts =
                TopClasses.encode(values.asFloatBuffer(), model.outputSize(), model.labels(), (int) asked.classes());
        return new OutputTensor(asked.name(), "BYTES", List.of((long) rows, asked.classes()), texts);
    }

    private static ServiceException bad(String message) {
        return new ServiceException(ErrorKind.BAD_REQUEST, message);
    }
}
