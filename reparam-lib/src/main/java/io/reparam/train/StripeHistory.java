package io.reparam.train;

import io.reparam.plot.HeatMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How stripes form while a net learns, as a picture: the first, the middle and the last place side by side, an image a row, and
 * one epoch below the other. Only what is shown is kept, for the values of all places and epochs may not fit into memory.
 */
final class StripeHistory {
    private static final int ROWS = 24;

    private final List<float[]> rows = new ArrayList<>();
    private float highest = Float.MIN_NORMAL;

    /** The next epoch; the places of each are those of the first. */
    void add(List<Stripes> places) {
        List<Stripes> shown = places.size() <= 3
                ? places
                : List.of(places.get(0), places.get(places.size() / 2), places.get(places.size() - 1));
        List<float[]> epoch = sideBySide(shown, ROWS);
        if (!rows.isEmpty()) {
            float[] gap = new float[epoch.get(0).length];
            Arrays.fill(gap, Float.NaN);
            rows.add(gap);
        }
        rows.addAll(epoch);
        highest = Math.max(highest, highest(shown));
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** A PNG file. */
    byte[] png() {
        return HeatMap.png(rows.toArray(float[][]::new), 0, highest);
    }

    /**
     * Some of the images, evenly chosen: a row each, in which the channels of one place follow those of another. What stays between
     * two places is not a number.
     */
    static List<float[]> sideBySide(List<Stripes> places, int most) {
        int images = places.get(0).values().length;
        int width = places.size()
                - 1
                + places.stream().mapToInt(place -> place.means().length).sum();
        List<float[]> rows = new ArrayList<>();
        int count = Math.min(most, images);
        for (int y = 0; y < count; y++) {
            float[] row = new float[width];
            Arrays.fill(row, Float.NaN);
            int x = 0;
            for (Stripes place : places) {
                float[] image = place.values()[(int) ((long) y * images / count)];
                System.arraycopy(image, 0, row, x, image.length);
                x += image.length + 1;
            }
            rows.add(row);
        }
        return rows;
    }

    static float highest(List<Stripes> places) {
        return (float) places.stream().mapToDouble(Stripes::highest).max().orElse(Float.MIN_NORMAL);
    }
}
