package io.reparam.service.runtime;

import io.reparam.artifact.ClassScores;
import io.reparam.artifact.ModelManifest;
import io.reparam.artifact.OutputActivation;
import io.reparam.image.ImageTensorizer;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import io.reparam.ort.HostTensor;
import io.reparam.ort.Reals;
import io.reparam.ort.TensorType;
import io.reparam.service.repository.UnservableException;
import io.reparam.service.runtime.NetInterface.Port;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * How a net classifies images: what it is fed with, and which of its outputs says what they show. Immutable.
 *
 * @param type of the input; UINT8 gets pixels as they are, as its normalisation is inside
 * @param output its index
 * @param activation what makes probabilities of it
 */
public record ImageRole(
        ImageTensorizer tensorizer, TensorType type, boolean batched, int output, OutputActivation activation) {
    private static final String REMEDY =
            "Export the net with that interface, or correct labels and preprocess in " + ModelManifest.FILE + ".";

    /** @throws UnservableException naming the file and both sides of what differs */
    static ImageRole of(String file, ModelManifest manifest, NetInterface net, ClassScores scores) {
        PreprocessSpec spec = manifest.preprocess();
        long[] wanted = spec.shape(1);
        List<Long> row = List.of(wanted[1], wanted[2], wanted[3]);
        Port input = net.inputs().get(0);
        List<Long> found = net.batched() || input.row().size() != 4
                ? input.row()
                : input.row().subList(1, 4);
        boolean taken = input.type() != TensorType.STRING && input.type() != TensorType.BOOL;
        if (net.inputs().size() != 1 || !taken || !fits(found, row)) {
            throw new UnservableException(
                    file + ": the net must have one input of numbers that takes images of " + row + ", but has "
                            + net.inputs() + ".",
                    REMEDY,
                    null);
        }
        for (int i = 0; i < net.outputs().size(); i++) {
            if (net.outputs().get(i).name().equals(scores.output())) {
                return new ImageRole(
                        new ImageTensorizer(spec),
                        input.type(),
                        net.batched() || input.row().size() == 4,
                        i,
                        scores.activation());
            }
        }
        throw new UnservableException(file + ": there is no output '" + scores.output() + "'.", REMEDY, null);
    }

    private static boolean fits(List<Long> shape, List<Long> wanted) {
        boolean fits = shape.size() == wanted.size();
        for (int i = 0; fits && i < shape.size(); i++) {
            fits = shape.get(i) < 0 || shape.get(i).equals(wanted.get(i));
        }
        return fits;
    }

    /** Shape of so many images in the input. */
    private List<Long> shape(int images) {
        long[] shape = tensorizer.spec().shape(images);
        return batched ? List.of(shape[0], shape[1], shape[2], shape[3]) : List.of(shape[1], shape[2], shape[3]);
    }

    /** Images on their way into one input. For one thread. */
    public final class Feed {
        private final int images;
        private final FloatBuffer floats;
        private final ByteBuffer bytes;

        Feed(int images) {
            this.images = images;
            int values = Math.multiplyExact(images, tensorizer.spec().floats());
            boolean raw = type == TensorType.UINT8;
            // on the heap: native memory costs more to get than the copy into the batch does
            floats = FloatBuffer.allocate(raw ? 0 : values);
            bytes = ByteBuffer.allocate(raw ? values : 0);
        }

        public void add(RgbImage image) {
            if (type == TensorType.UINT8) {
                tensorizer.bytes(image, bytes);
            } else {
                tensorizer.tensorize(image, floats);
            }
        }

        /** Once all are in. */
        public HostTensor tensor() {
            return type == TensorType.UINT8
                    ? HostTensor.of(type, shape(images), bytes.flip())
                    : Reals.of(type, shape(images), floats.flip());
        }
    }

    public Feed feed(int images) {
        return new Feed(images);
    }

    /** For people, at load. */
    String text() {
        return "images " + tensorizer.spec().text() + (type == TensorType.UINT8 ? " as bytes" : "")
                + ", scores from output " + output + ", activation " + activation.label();
    }

    /** The scores of an answer, a row after the other. */
    public FloatBuffer scores(List<HostTensor> outputs) {
        return Reals.from(outputs.get(output));
    }
}
