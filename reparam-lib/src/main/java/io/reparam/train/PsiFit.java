package io.reparam.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import io.reparam.train.attention.AttentionAlikeScale;
import io.reparam.train.block.Convolution;
import io.reparam.train.block.DjlOperators;
import io.reparam.train.block.NetBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sets psi, and moves the gates of a net with ASR as little as it takes, until v is what is wanted: Adam on the squared distance.
 * Places that stay far away, or whose gate has stopped to follow psi, start again from another psi.
 *
 * @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba, Adam</a>
 */
final class PsiFit {
    private static final int ATTEMPTS = 10;
    private static final double LEFT = 0.5; // of the gate's weights, from one attempt to the next
    private static final int STEPS = 800;
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
        List<Parameter> learnt = net.weights().entrySet().stream()
                .filter(entry -> entry.getKey().contains(".asr."))
                .map(Map.Entry::getValue)
                .filter(Parameter::requiresGradient)
                .toList();
        List<AttentionAlikeScale> places = net.all().values().stream()
                .filter(AttentionAlikeScale.class::isInstance)
                .map(AttentionAlikeScale.class::cast)
                .toList();
        Map<Parameter, Double> summands = summands(net);
        double[] apart;
        try (NDManager memory = manager.newSubManager()) {
            List<NDArray> goals = goals(places, wanted, memory);
            Map<Parameter, NDArray> before = new HashMap<>();
            learnt.forEach(parameter -> {
                NDArray copy = parameter.getArray().duplicate();
                copy.attach(memory);
                before.put(parameter, copy);
            });
            List<AttentionAlikeScale> again = List.of();
            int attempt = 0;
            do {
                float share = (float) Math.pow(LEFT, attempt);
                again.forEach(place -> restart(place, before, share, memory));
                apart = descend(places, goals, learnt, summands, memory);
                again = stuck(places, apart);
                attempt++;
            } while (!again.isEmpty() && attempt < ATTEMPTS);
            forgetGradients(learnt);
        }
        if (largest(apart) > TOO_FAR) {
            throw new TrainingException("psi cannot make the module's v what its gate is on average: " + largest(apart)
                    + " apart after " + ATTEMPTS + " attempts; start without --from");
        }
        return largest(apart);
    }

    /** Needs the gradients of the last distances. */
    private static List<AttentionAlikeScale> stuck(List<AttentionAlikeScale> places, double[] apart) {
        List<AttentionAlikeScale> stuck = new ArrayList<>();
        for (int p = 0; p < apart.length; p++) {
            if (apart[p] > TOO_FAR || (apart[p] > CLOSE && isSilent(places.get(p)))) {
                stuck.add(places.get(p));
            }
        }
        return stuck;
    }

    /** Whether v does not follow psi, as after the relu of a negative sum: such a gate would not learn afterwards, either. */
    private static boolean isSilent(AttentionAlikeScale place) {
        try (NDArray gradient = place.psis().get(0).getArray().getGradient();
                NDArray largest = gradient.abs().max()) {
            return largest.getFloat() == 0;
        }
    }

    /** With a share of the trained weights, so that fewer channels are where a relu or a hard sigmoid is flat. */
    private static void restart(
            AttentionAlikeScale place, Map<Parameter, NDArray> before, float share, NDManager memory) {
        Collection<Parameter> own = place.weights().values();
        before.forEach((parameter, values) -> {
            if (own.contains(parameter)) {
                try (NDArray smaller = values.duplicate()) {
                    smaller.muli(share);
                    smaller.copyTo(parameter.getArray());
                }
            }
        });
        NDArray psi = place.psis().get(0).getArray();
        memory.randomNormal(psi.getShape()).copyTo(psi);
    }

    private static void forgetGradients(List<Parameter> learnt) {
        for (Parameter parameter : learnt) {
            try (NDArray gradient = parameter.getArray().getGradient()) {
                gradient.subi(gradient);
            }
        }
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).max().orElse(0);
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

    /** The rate falls to 0; returns the distance that is left at each place. */
    private static double[] descend(
            List<AttentionAlikeScale> places,
            List<NDArray> goals,
            List<Parameter> learnt,
            Map<Parameter, Double> summands,
            NDManager memory) {
        try (NDManager moments = memory.newSubManager()) {
            List<NDArray> means = new ArrayList<>();
            List<NDArray> squares = new ArrayList<>();
            learnt.forEach(parameter -> {
                means.add(moments.zeros(parameter.getShape()));
                squares.add(moments.zeros(parameter.getShape()));
            });
            for (int step = 1; ; step++) {
                forgetGradients(learnt);
                double[] apart = distances(places, goals, moments);
                if (step > STEPS || largest(apart) <= CLOSE) {
                    return apart;
                }
                double falls = RATE * 0.5 * (1 + Math.cos(Math.PI * (step - 1) / STEPS));
                double corrected = falls * Math.sqrt(1 - Math.pow(SLOWER, step)) / (1 - Math.pow(SLOW, step));
                for (int i = 0; i < learnt.size(); i++) {
                    double own = corrected / summands.getOrDefault(learnt.get(i), 1.0);
                    adam(learnt.get(i).getArray(), means.get(i), squares.get(i), (float) own);
                }
            }
        }
    }

    /** Adds gradients of the squared distance, and tells each place's largest distance. */
    private static double[] distances(List<AttentionAlikeScale> places, List<NDArray> goals, NDManager memory) {
        double[] apart = new double[places.size()];
        try (NDManager step = memory.newSubManager();
                GradientCollector gradients =
                        Engine.getEngine(TrainingEngine.NAME).newGradientCollector()) {
            DjlOperators f = new DjlOperators(step, true);
            NDArray loss = step.create(0f);
            for (int p = 0; p < places.size(); p++) {
                NDArray difference = places.get(p).factors(f).sub(goals.get(p));
                apart[p] = difference.abs().max().getFloat();
                loss = loss.add(difference.square().sum());
            }
            gradients.backward(loss);
        }
        return apart;
    }

    /** All weights of a sum may move it the same way; a long one must not jump to where its relu is silent. */
    private static Map<Parameter, Double> summands(NetBlock net) {
        Map<Parameter, Double> summands = new HashMap<>();
        for (NetBlock block : net.all().values()) {
            if (block instanceof Convolution convolution) {
                Shape shape = convolution.weight().getShape();
                summands.put(convolution.weight(), (double) shape.size() / shape.get(0));
            }
        }
        return summands;
    }

    private static void adam(NDArray weight, NDArray mean, NDArray square, float rate) {
        try (NDArray gradient = weight.getGradient()) {
            NDList state = new NDList(weight, gradient, mean, square);
            weight.getNDArrayInternal()
                    .adamUpdate(state, new NDList(weight), rate, rate, 0, 1, -1, SLOW, SLOWER, 1e-8f, true, false);
        }
    }
}
