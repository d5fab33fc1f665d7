package io.reparam.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.reparam.train.attention.AttentionAlikeScale;
import io.reparam.train.block.DjlOperators;
import io.reparam.train.block.NetBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Sets psi, and moves the gates of a net with ASR as little as it takes, until v is what is wanted: Adam on the squared distance.
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, Adam</a>
 */
final class PsiFit {
    private static final int STEPS = 3000;
    private static final int PATIENCE = 500;
    private static final double CLOSE = 1e-3;
    private static final double TOO_FAR = 2e-2;
    private static final float RATE = 0.01f;
    private static final float SLOW = 0.9f;
    private static final float SLOWER = 0.999f;

    private PsiFit() {}

    /**
     * @return the largest distance that is left
     * @throws TrainingException if the module cannot come near
     */
    static double fit(NetBlock net, MeanGates wanted, NDManager manager) {
        Map<String, Parameter> learnt = new LinkedHashMap<>();
        net.weights().forEach((name, parameter) -> {
            if (name.contains(".asr.") && parameter.requiresGradient()) {
                learnt.put(name, parameter);
            }
        });
        List<AttentionAlikeScale> places = net.all().values().stream()
                .filter(AttentionAlikeScale.class::isInstance)
                .map(AttentionAlikeScale.class::cast)
                .toList();
        double apart = Double.POSITIVE_INFINITY;
        try (NDManager memory = manager.newSubManager()) {
            List<NDArray> goals = goals(places, wanted, memory);
            Map<String, NDArray> means = new LinkedHashMap<>();
            Map<String, NDArray> squares = new LinkedHashMap<>();
            learnt.forEach((name, parameter) -> {
                means.put(name, memory.zeros(parameter.getShape()));
                squares.put(name, memory.zeros(parameter.getShape()));
            });
            for (int step = 1; step <= STEPS && apart > CLOSE; step++) {
                double[] distances = distances(places, goals, memory);
                apart = Arrays.stream(distances).max().orElse(0);
                if (step % PATIENCE == 0) {
                    restart(places, distances, memory);
                }
                float rate = rate(step);
                learnt.forEach((name, parameter) -> adam(
                        parameter.getArray(),
                        Objects.requireNonNull(means.get(name)),
                        Objects.requireNonNull(squares.get(name)),
                        rate));
            }
        }
        if (apart > TOO_FAR) {
            throw new TrainingException("psi cannot make the module's v what its gate is on average: " + apart
                    + " apart after " + STEPS + " steps; start without --from");
        }
        return apart;
    }

    private static List<NDArray> goals(List<AttentionAlikeScale> places, MeanGates wanted, NDManager memory) {
        if (places.size() != wanted.factors().size()) {
            throw new TrainingException(
                    "the net has " + places.size() + " places of ASR and the one that it starts from "
                            + wanted.factors().size() + " of attention; name the same --arch");
        }
        List<NDArray> goals = new ArrayList<>();
        for (double[] vector : wanted.factors()) {
            goals.add(memory.create(vector).toType(DataType.FLOAT32, false).reshape(1, vector.length, 1, 1));
        }
        return goals;
    }

    /** Adam's, with its correction of the first steps; falls to 0 over each of the rows of steps between two restarts. */
    private static float rate(int step) {
        double falls = 0.5 * (1 + Math.cos(Math.PI * ((step - 1) % PATIENCE) / PATIENCE));
        return (float) (RATE * falls * Math.sqrt(1 - Math.pow(SLOWER, step)) / (1 - Math.pow(SLOW, step)));
    }

    /** A relu that is silent has no slope to leave by: where one may be, psi is drawn anew. */
    private static void restart(List<AttentionAlikeScale> places, double[] distances, NDManager memory) {
        for (int p = 0; p < distances.length; p++) {
            if (distances[p] > TOO_FAR) {
                NDArray psi = places.get(p).psis().get(0).getArray();
                memory.randomNormal(psi.getShape()).copyTo(psi);
            }
        }
    }

    /** Leaves gradients of the squared distance, and tells the largest one of each place. */
    private static double[] distances(List<AttentionAlikeScale> places, List<NDArray> goals, NDManager memory) {
        double[] apart = new double[places.size()];
        try (NDManager step = memory.newSubManager();
                GradientCollector gradients =
                        Engine.getEngine(TrainingEngine.NAME).newGradientCollector()) {
            DjlOperators f = new DjlOperators(step, true);
            NDArray loss = step.create(0f);
            for (int p = 0; p < apart.length; p++) {
                NDArray difference = places.get(p).factors(f).sub(goals.get(p));
                apart[p] = difference.abs().max().getFloat();
                loss = loss.add(difference.square().sum());
            }
            gradients.backward(loss);
        }
        return apart;
    }

    private static void adam(NDArray weight, NDArray mean, NDArray square, float rate) {
        try (NDArray gradient = weight.getGradient()) {
            NDList state = new NDList(weight, gradient, mean, square);
            weight.getNDArrayInternal()
                    .adamUpdate(state, new NDList(weight), rate, rate, 0, 1, -1, SLOW, SLOWER, 1e-8f, true, false);
            gradient.subi(gradient);
        }
    }
}
