package io.reparam.fold.merge;

import io.reparam.fold.SmallNet;
import io.reparam.graph.Attributes;
import java.util.Arrays;

/**
 * Writes a number for each channel into parts of an image, as PyTorch's exporter writes {@code x[:, :, from:to, :] = v} where the
 * image's size is free: ScatterND with a grid of indices made of its shape.
 */
public final class BorderFillGraphs {
    private static final long ALL = Long.MAX_VALUE;

    private final SmallNet net;
    private final float[] values;

    public BorderFillGraphs(SmallNet net, float[] values) {
        this.net = net;
        this.values = values.clone();
    }

    /** So many rows above and below, and columns left and right. */
    public String around(String image, String name, int rows, int columns) {
        String top = side(image, name + ".top", 2, 0, rows);
        String bottom = side(top, name + ".bottom", 2, -rows, ALL);
        return side(side(bottom, name + ".left", 3, 0, columns), name + ".right", 3, -columns, ALL);
    }

    /** Rows (axis 2) or columns (axis 3) of an image, the first one and the one after the last one as a Slice has them. */
    String side(String image, String name, int axis, long from, long to) {
        String shape = net.node("Shape", name + ".shape", image);
        String[] grid = new String[4];
        for (int k = 0; k < 4; k++) {
            String size = net.node("Gather", name + ".size" + k, shape, scalar(name + ".k" + k, k));
            String zero = scalar(name + ".zero" + k, 0);
            String range = net.node("Range", name + ".range" + k, zero, size, scalar(name + ".one" + k, 1));
            if (k == axis) {
                range = net.node(
                        "Slice",
                        name + ".part",
                        range,
                        longs(name + ".from", from),
                        longs(name + ".to", to),
                        longs(name + ".axis", 0));
            }
            long[] column = new long[4];
            Arrays.fill(column, 1);
            column[k] = -1;
            grid[k] = net.node("Reshape", name + ".grid" + k, range, longs(name + ".column" + k, column));
        }
        String sum = net.node("Add", name + ".sum", net.node("Add", name + ".a", grid[0], grid[1]), grid[2]);
        String all = net.node("Shape", name + ".all", net.node("Add", name + ".b", sum, grid[3]));
        for (int k = 0; k < 4; k++) {
            String wide = net.node("Expand", name + ".wide" + k, grid[k], all);
            grid[k] = net.node("Unsqueeze", name + ".last" + k, wide, longs(name + ".m1" + k, -1));
        }
        Attributes last = Attributes.none().withInt("axis", -1);
        String indices = net.builder().node("Concat", name + ".indices", last, grid);
        String v = net.builder().initializer(name + ".v", new long[] {values.length, 1, 1}, values);
        return net.node("ScatterND", name, image, indices, net.node("Expand", name + ".update", v, all));
    }

    private String longs(String name, long... numbers) {
        return net.builder().initializer(name, new long[] {numbers.length}, numbers);
    }

    private String scalar(String name, long number) {
        return net.builder().initializer(name, new long[0], new long[] {number});
    }
}
