package io.reparam.calibrate;

import io.reparam.ort.FloatTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a net made of one image.
 *
 * @param width of a row
 */
record Answer(float[] numbers, int width) {
    /** The class of the first row. */
    int top() {
        return top(0);
    }

    /** The class of the row that starts here. */
    int top(int from) {
        int top = from;
        for (int k = from; k < from + width; k++) {
            top = numbers[k] > numbers[top] ? k : top;
        }
        return top - from;
    }

    /** The class at each place, from scores of all: only that is compared, and all scores of all images would not fit into memory. */
    static FloatTensor classes(FloatTensor scores, int axis) {
        long[] shape = scores.shape();
        int count = (int) shape[axis];
        int inner = 1;
        long[] without = new long[shape.length - 1];
        for (int i = 0; i < shape.length; i++) {
            inner *= i > axis ? (int) shape[i] : 1;
            if (i != axis) {
                without[i < axis ? i : i - 1] = shape[i];
            }
        }
        float[] values = scores.toArray();
        FloatTensor tops = FloatTensor.zeros(without);
        for (int place = 0; place < values.length / count; place++) {
            int from = place / inner * count * inner + place % inner;
            int top = 0;
            for (int k = 1; k < count; k++) {
                top = values[from + k * inner] > values[from + top * inner] ? k : top;
            }
            tops.data().put(place, Float.isNaN(values[from + top * inner]) ? Float.NaN : top);
        }
        return tops;
    }

    /** Of each image; of all together where a tensor does not count them. */
    static List<Answer> cut(FloatTensor tensor, int images) {
        List<Answer> into = new ArrayList<>();
        long[] shape = tensor.shape();
        float[] all = tensor.toArray();
        int width = shape.length < 2 ? 1 : (int) shape[shape.length - 1];
        if (shape.length > 0 && shape[0] == images) {
            int size = all.length / images;
            for (int i = 0; i < images; i++) {
                into.add(new Answer(Arrays.copyOfRange(all, i * size, (i + 1) * size), width));
            }
        } else if (shape.length == 3 && shape[1] == images) {
            // steps first, as recurrent nets have it
            int steps = (int) shape[0];
            for (int i = 0; i < images; i++) {
                float[] one = new float[steps * width];
                for (int step = 0; step < steps; step++) {
                    System.arraycopy(all, (step * images + i) * width, one, step * width, width);
                }
                into.add(new Answer(one, width));
            }
        } else {
            into.add(new Answer(all, width));
        }
        return into;
    }
}
