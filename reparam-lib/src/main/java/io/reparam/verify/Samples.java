package io.reparam.verify;

import io.reparam.image.ImagePool;
import io.reparam.image.ImageTensorizer;
import io.reparam.ort.TypedSpec;
import io.reparam.ort.TypedValue;
import io.reparam.ort.TypedValue.Numbers;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Batches of inputs, one after the other, until the plan's number of images is reached. */
abstract class Samples {
    private final CheckPlan plan;
    private int rounds;
    private int images;
    private int last;
    private int refusals;
    private int unreadable;

    Samples(CheckPlan plan) {
        this.plan = plan;
    }

    /** The next feeds; empty at the end. */
    final Optional<Map<String, TypedValue>> next() {
        if (images >= plan.images()
                || refusals > plan.sizes().size() * plan.batches().size()) {
            return Optional.empty();
        }
        int wanted = Math.min(plan.batches().get(rounds % plan.batches().size()), plan.images() - images);
        Map<String, TypedValue> feeds = feeds(wanted, rounds++);
        if (feeds.isEmpty() && !constant()) {
            return Optional.empty();
        }
        last = constant() ? plan.images() : batch(feeds);
        images += last;
        return Optional.of(feeds);
    }

    /** The original did not take the last feeds: others stand in for them, of the next size, until all sizes were tried. */
    final void refused() {
        images -= last;
        refusals++;
    }

    /** Images so far that could not be read and were passed over. */
    final int unreadable() {
        return unreadable;
    }

    /** One image was passed over. */
    final void passedOver() {
        unreadable++;
    }

    /** Whether there is nothing to feed, so that one run tells all. */
    boolean constant() {
        return false;
    }

    /** @return empty if there is no more */
    abstract Map<String, TypedValue> feeds(int batch, int round);

    /** A batch that is declared to be empty is one question, too. */
    static int batch(Map<String, TypedValue> feeds) {
        return feeds.values().stream()
                .findFirst()
                .map(value ->
                        value instanceof Numbers tensor && tensor.shape().length > 0 ? (int) tensor.shape()[0] : 1)
                .map(images -> Math.max(1, images))
                .orElse(1);
    }

    /** For messages, such as {@code x [2, 3, 64, 96]}. */
    static String shapes(Map<String, TypedValue> feeds) {
        List<String> shapes = new ArrayList<>();
        feeds.forEach((name, tensor) -> shapes.add(name + " " + tensor.shapeText()));
        return String.join(", ", shapes);
    }

    /**
     * Values of N(0, 1), which is what preprocessing makes of images on average. Every other image has one value for each 8x8
     * pixels, and a little grain: noise of single pixels leaves nets cold that look for shapes, and their outputs all but 0.
     */
    static Samples random(List<TypedSpec> inputs, Drawing drawing, CheckPlan plan) {
        Random random = new Random(plan.seed());
        return new Samples(plan) {
            @Override
            Map<String, TypedValue> feeds(int batch, int round) {
                return Noise.feeds(inputs, drawing.shapes(inputs, batch, round), drawing, random, round);
            }

            @Override
            boolean constant() {
                return inputs.isEmpty();
            }
        };
    }

    /** @throws ModelMismatchException if the model does not take such images */
    static Samples real(List<TypedSpec> inputs, RealImages real, CheckPlan plan) {
        if (inputs.isEmpty()) {
            throw new ModelMismatchException("the model has no input that images could go into");
        }
        TypedSpec input = inputs.get(0);
        ImageTensorizer tensorizer = real.tensorizer();
        long[] image = tensorizer.spec().shape(1);
        List<Long> shape = input.shape();
        if (inputs.size() != 1
                || !input.isReal()
                || shape.size() != 4
                || !fits(shape, 1, image[1])
                || !fits(shape, 2, image[2])
                || !fits(shape, 3, image[3])) {
            throw new ModelMismatchException("images of " + tensorizer.spec().height() + "x"
                    + tensorizer.spec().width() + " pixels do not fit input '" + input.name() + "' of shape " + shape);
        }
        ImagePool images = real.images().spread(plan.images());
        return new Samples(plan) {
            private int next;

            @Override
            Map<String, TypedValue> feeds(int batch, int round) {
                long wanted = shape.get(0) > 0 ? shape.get(0) : batch;
                List<float[]> taken = new ArrayList<>();
                while (taken.size() < wanted && next < images.size()) {
                    float[] pixels = new float[tensorizer.spec().floats()];
                    try {
                        tensorizer.tensorize(images.image(next++), FloatBuffer.wrap(pixels));
                        taken.add(pixels);
                    } catch (IOException e) {
                        passedOver();
                    }
                }
                if (taken.isEmpty() || (shape.get(0) > 0 && taken.size() < wanted)) {
                    return Map.of();
                }
                Numbers tensor = Numbers.zeros(input.type(), tensorizer.spec().shape(taken.size()));
                for (int i = 0; i < tensor.elements(); i++) {
                    float[] pixels = taken.get(i / tensorizer.spec().floats());
                    tensor.put(i, pixels[i % pixels.length]);
                }
                return Map.of(input.name(), tensor);
            }
        };
    }

    private static boolean fits(List<Long> shape, int axis, long size) {
        return shape.get(axis) < 1 || shape.get(axis) == size;
    }
}
