package io.reparam.train;

import io.reparam.data.ImageSet;
import io.reparam.image.PreprocessSpec;
import io.reparam.train.block.NetBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * What the gates of a net with ordinary attention are on average, one vector a place: {@code c = sum(v e) / sum(e)} over the
 * images, e the sum of the squares of what the gate scales. That is the constant that errs least in the scaled maps.
 *
 * @param factors {@code [places][channels]}, in the order in which the net runs through them
 * @param images that they were taken over
 */
record MeanGates(List<double[]> factors, int images) {
    private static final int IMAGES = 512;
    private static final int BATCH = 32;

    static MeanGates of(NetBlock net, ImageSet images, PreprocessSpec spec, int threads) {
        List<double[]> factors = new ArrayList<>();
        List<double[]> energies = new ArrayList<>();
        int seen = GatePass.over(net, images, spec, IMAGES, BATCH, threads, (place, map, gates) -> {
            float[][] v = GatePass.rows(gates);
            if (place == factors.size()) {
                factors.add(new double[v[0].length]);
                energies.add(new double[v[0].length]);
            }
            float[][] energy = GatePass.rows(map.mul(map).sum(new int[] {2, 3}, true));
            for (int i = 0; i < v.length; i++) {
                for (int c = 0; c < v[i].length; c++) {
                    factors.get(place)[c] += v[i][c] * energy[i][c];
                    energies.get(place)[c] += energy[i][c];
                }
            }
        });
        for (int p = 0; p < factors.size(); p++) {
            for (int c = 0; c < factors.get(p).length; c++) {
                factors.get(p)[c] /= Math.max(energies.get(p)[c], Double.MIN_NORMAL);
            }
        }
        return new MeanGates(factors, seen);
    }
}
