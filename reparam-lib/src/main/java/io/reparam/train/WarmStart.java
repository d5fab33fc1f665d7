package io.reparam.train;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.reparam.data.ImageSet;
import io.reparam.image.PreprocessSpec;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.block.NetBlock;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts a net from that of another run: every parameter of the same name is taken over. A head for other classes is new. A net
 * with ASR that starts from one with ordinary attention of the same kind takes over the gates, and its psi is set so that v is
 * the gate's calibrated mean.
 */
final class WarmStart {
    private final CheckpointStore source;
    private final RunRecord target;

    WarmStart(CheckpointStore source, RunRecord target) {
        this.source = source;
        this.target = target;
    }

    /**
     * @param net initialised
     * @param images to calibrate on
     * @return what was taken over, for people
     * @throws TrainingException if the nets do not fit
     */
    String into(NetBlock net, ImageSet images, int threads) throws IOException {
        RunRecord record = source.readRecord();
        NDManager owner = net.weights().values().iterator().next().getArray().getManager();
        try (NDManager manager = owner.newSubManager()) {
            NetBlock trained = source.readBlock(manager);
            int taken = copy(trained, net, record);
            String what = taken + " of " + net.weights().size() + " parameters from '"
                    + target.plan().from() + "'";
            NetPlan from = record.net();
            NetPlan to = target.net();
            if (from.mode() != AttentionMode.ATTENTION || to.mode() != AttentionMode.ASR) {
                return what;
            }
            if (from.attention() != to.attention() || to.asrCount() != 1) {
                throw new TrainingException("ASR of " + to.asrCount() + " "
                        + to.attention().label()
                        + " cannot start from attention " + from.attention().label()
                        + "; name the same --attention and --asr-count 1");
            }
            return what + ", " + fitted(trained, net, images, target.preprocess(), threads, manager);
        }
    }

    /**
     * Puts ASR in the place of a net's own attention: all its parameters are taken over, and psi is set.
     *
     * @param attention trained
     * @param asr initialised
     * @param images to calibrate on
     */
    static String replace(NetBlock attention, NetBlock asr, ImageSet images, PreprocessSpec spec, int threads) {
        Map<String, Parameter> known = attention.weights();
        asr.weights().forEach((name, to) -> {
            Parameter from = source(name, known);
            if (from != null) {
                from.getArray().copyTo(to.getArray());
            }
        });
        NDManager owner = known.values().iterator().next().getArray().getManager();
        try (NDManager manager = owner.newSubManager()) {
            return "ASR in the place of attention, " + fitted(attention, asr, images, spec, threads, manager);
        }
    }

    private static String fitted(
            NetBlock trained, NetBlock net, ImageSet images, PreprocessSpec spec, int threads, NDManager manager) {
        MeanGates means = MeanGates.of(trained, images, spec, threads);
        double apart = PsiFit.fit(net, means, manager);
        return String.format(
                Locale.ROOT, "psi fitted to the mean gates of %d images, %.1e apart at most", means.images(), apart);
    }

    /** The gate of a net with attention is where ASR has its own. */
    private static @Nullable Parameter source(String name, Map<String, Parameter> known) {
        Parameter same = known.get(name);
        return same == null ? known.get(name.replace(".asr.gate.", ".attention.gate.")) : same;
    }

    private int copy(NetBlock trained, NetBlock net, RunRecord record) {
        Map<String, Parameter> known = trained.weights();
        boolean sameClasses = record.labels().size() == target.labels().size();
        int taken = 0;
        for (Map.Entry<String, Parameter> entry : net.weights().entrySet()) {
            String name = entry.getKey();
            Parameter from = source(name, known);
            Parameter to = entry.getValue();
            boolean free = name.contains(".scale.") || (name.startsWith("head.") && !sameClasses);
            if (from != null && from.getShape().equals(to.getShape())) {
                from.getArray().copyTo(to.getArray());
                taken++;
            } else if (!free) {
                throw new TrainingException("'" + target.plan().from() + "' has "
                        + (from == null
                                ? "no parameter " + name
                                : name + " of shape " + from.getShape() + " and not " + to.getShape())
                        + "; start from a run of the same --arch, --width and image size");
            }
        }
        return taken;
    }
}
