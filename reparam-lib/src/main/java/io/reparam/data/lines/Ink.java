package io.reparam.data.lines;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How much of each pixel a shape covers. Computed here, since two versions of Java need not draw alike. Four lines a row, exact along
 * the line; what winds around at least once is inside.
 */
final class Ink {
    private static final int LINES = 4;
    private static final double FLATNESS = 0.05;

    /** Where an outline crosses a line, and whether upwards or downwards. */
    private record Crossing(double x, int winding) {}

    private final int width;
    private final int height;
    private final List<List<Crossing>> lines = new ArrayList<>();

    private Ink(int width, int height) {
        this.width = width;
        this.height = height;
        for (int i = 0; i < height * LINES; i++) {
            lines.add(new ArrayList<>());
        }
    }

    /** {@code [height][width]}, 0 to 1. */
    static float[] of(Shape shape, AffineTransform place, int width, int height) {
        Ink ink = new Ink(width, height);
        double[] point = new double[6];
        double startX = 0;
        double startY = 0;
        double x = 0;
        double y = 0;
        for (PathIterator path = shape.getPathIterator(place, FLATNESS); !path.isDone(); path.next()) {
            switch (path.currentSegment(point)) {
                case PathIterator.SEG_MOVETO -> {
                    ink.edge(x, y, startX, startY);
                    startX = point[0];
                    startY = point[1];
                    x = startX;
                    y = startY;
                }
                case PathIterator.SEG_LINETO -> {
                    ink.edge(x, y, point[0], point[1]);
                    x = point[0];
                    y = point[1];
                }
                default -> {
                    ink.edge(x, y, startX, startY);
                    x = startX;
                    y = startY;
                }
            }
        }
        ink.edge(x, y, startX, startY);
        return ink.coverage();
    }

    private void edge(double fromX, double fromY, double toX, double toY) {
        double top = Math.min(fromY, toY) * LINES - 0.5;
        double bottom = Math.max(fromY, toY) * LINES - 0.5;
        int first = (int) Math.max(0, Math.ceil(top));
        for (int line = first; line < bottom && line < lines.size(); line++) {
            double share = ((line + 0.5) / LINES - fromY) / (toY - fromY);
            lines.get(line).add(new Crossing(fromX + share * (toX - fromX), fromY < toY ? 1 : -1));
        }
    }

    private float[] coverage() {
        float[] covered = new float[width * height];
        for (int line = 0; line < lines.size(); line++) {
            List<Crossing> crossings = lines.get(line);
            crossings.sort(Comparator.comparingDouble(Crossing::x));
            int winding = 0;
            for (int i = 0; i + 1 < crossings.size(); i++) {
                winding += crossings.get(i).winding();
                if (winding != 0) {
                    span(
                            covered,
                            line / LINES * width,
                            crossings.get(i).x(),
                            crossings.get(i + 1).x());
                }
            }
        }
        return covered;
    }

    private void span(float[] covered, int row, double from, double to) {
        for (int x = (int) Math.max(0, Math.floor(from)); x < Math.min(width, to); x++) {
            covered[row + x] += (float) ((Math.min(to, x + 1) - Math.max(from, x)) / LINES);
        }
    }
}
