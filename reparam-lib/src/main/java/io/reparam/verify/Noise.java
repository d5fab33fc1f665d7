package io.reparam.verify;

import io.reparam.ort.TypedSpec;
import io.reparam.ort.TypedValue;
import io.reparam.ort.TypedValue.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random inputs, and inputs with a little noise. */
final class Noise {
    private static final int PATCH = 8;
    /** Of single pixels within a patch: a map as small as a patch would have no variance, and norms would divide by nothing. */
    private static final double GRAIN = 0.05;

    private Noise() {}

    /**
     * An input of each type: floating-point numbers of N(0, 1), bytes up to 255, other integers below a range, booleans, and short
     * texts.
     *
     * @param first 0: the first image is noise of single pixels, the second one of {@value #PATCH}x{@value #PATCH} patches with some
     *     grain, and so on in turn; 1: the other way round
     */
    static Map<String, TypedValue> feeds(
            List<TypedSpec> inputs, Map<String, long[]> shapes, Drawing drawing, Random random, int first) {
        Map<String, TypedValue> feeds = new LinkedHashMap<>();
        for (TypedSpec input : inputs) {
            long[] shape = shapes.getOrDefault(input.name(), new long[0]);
            Long fixed = drawing.fixed().get(input.name());
            feeds.put(
                    input.name(),
                    fixed == null ? value(input, shape, drawing, random, first) : filled(input, shape, fixed));
        }
        return feeds;
    }

    private static TypedValue value(TypedSpec input, long[] shape, Drawing drawing, Random random, int first) {
        if (input.type().equals("STRING")) {
            return texts(shape, drawing.texts(), random);
        }
        int range = drawing.ranges().getOrDefault(input.name(), 2);
        Numbers tensor = Numbers.zeros(input.type(), shape);
        int size = Math.toIntExact(tensor.elements());
        switch (input.type()) {
            case "UINT8", "INT8" -> fill(tensor, size, random, 256);
            case "BOOL" -> fill(tensor, size, random, 2);
            case "INT16", "INT32", "INT64" -> {
                int least = drawing.negative() ? -range : 0;
                int offset = first / 2 * size; // goes on where the image before last ended
                for (int i = 0; i < size; i++) {
                    // every number in turn from the largest on, or any
                    int turn = range - least - 1 - Math.floorMod(offset + i, range - least);
                    int next = first % 2 == 0 ? turn : random.nextInt(range - least);
                    tensor.putInteger(i, least + next);
                }
            }
            default -> fillReal(tensor, size, drawing.scale(), random, first);
        }
        return tensor;
    }

    private static TypedValue filled(TypedSpec input, long[] shape, long value) {
        Numbers tensor = Numbers.zeros(input.type(), shape);
        for (int i = 0; i < tensor.elements(); i++) {
            tensor.putInteger(i, value);
        }
        return tensor;
    }

    /** Half of them known ones, if there are any. */
    private static TypedValue texts(long[] shape, List<String> known, Random random) {
        List<String> texts = new ArrayList<>();
        for (long i = Numbers.zeros("UINT8", shape).elements(); i > 0; i--) {
            boolean own = !known.isEmpty() && random.nextBoolean();
            texts.add(own ? known.get(random.nextInt(known.size())) : "text " + random.nextInt(10));
        }
        return new TypedValue.Texts(shape, texts);
    }

    private static void fill(Numbers tensor, int size, Random random, int bound) {
        for (int i = 0; i < size; i++) {
            tensor.putInteger(i, random.nextInt(bound));
        }
    }

    private static void fillReal(Numbers tensor, int size, double scale, Random random, int first) {
        long[] shape = tensor.shape();
        if (size == 0) {
            return;
        }
        int width = shape.length < 2 ? size : (int) shape[shape.length - 1];
        int height = shape.length < 3 ? 1 : (int) shape[shape.length - 2];
        int planes = size / (width * height);
        int images = shape.length < 2 ? 1 : (int) shape[0];
        for (int plane = 0; plane < planes; plane++) {
            int image = plane / Math.max(1, planes / images);
            fill(tensor, plane * height * width, height, width, scale, random, (first + image) % 2 == 0 ? 1 : PATCH);
        }
    }

    private static void fill(Numbers tensor, int from, int height, int width, double scale, Random random, int patch) {
        double[] row = new double[(width + patch - 1) / patch];
        for (int y = 0; y < height; y++) {
            if (y % patch == 0) {
                for (int i = 0; i < row.length; i++) {
                    row[i] = random.nextGaussian();
                }
            }
            for (int x = 0; x < width; x++) {
                double grain = patch == 1 ? 0 : GRAIN * random.nextGaussian();
                tensor.put(from + y * width + x, scale * (row[x / patch] + grain));
            }
        }
    }

    /** The same inputs, every floating-point value moved up by one step of the type that its input has. */
    static Map<String, TypedValue> nudged(Map<String, TypedValue> feeds) {
        Map<String, TypedValue> moved = new LinkedHashMap<>(feeds);
        moved.replaceAll((name, value) -> value instanceof Numbers tensor && tensor.isReal() ? nudged(tensor) : value);
        return moved;
    }

    private static Numbers nudged(Numbers tensor) {
        Numbers copy = tensor.copy();
        for (int i = 0; i < tensor.elements(); i++) {
            double value = tensor.real(i);
            if (Double.isFinite(value)) {
                copy.put(i, next(value, tensor.type()));
            }
        }
        return copy;
    }

    /** Float64 inputs take float32's step, which is what their nets are trained with. */
    private static double next(double value, String type) {
        return switch (type) {
            case "FLOAT16" -> value + Math.scalb(1.0, Math.getExponent(value) - 10);
            case "BFLOAT16" -> value + Math.scalb(1.0, Math.getExponent(value) - 7);
            default -> Math.nextUp((float) value);
        };
    }
}
