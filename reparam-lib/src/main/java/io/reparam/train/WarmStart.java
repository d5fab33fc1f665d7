package io.reparam.train;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.reparam.data.ImageSet;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.block.NetBlock;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

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
            NetPlan from = record.plan().net();
            NetPlan to = target.plan().net();
            if (from.mode() != AttentionMode.ATTENTION || to.mode() != AttentionMode.ASR) {
                return what;
            }
            if (from.attention() != to.attention() || to.asrCount() != 1) {
                throw new TrainingException("ASR of " + to.asrCount() + " "
                        + to.attention().label()
                        + " cannot start from attention " + from.attention().label()
                        + "; name the same --attention and --asr-count 1");
            }
            MeanGates means = MeanGates.of(trained, images, target.preprocess(), threads);
            double apart = PsiFit.fit(net, means, manager);
            return what + ", psi fitted to the mean gates of " + means.images() + " images, "
                    + String.format(Locale.ROOT, "%.1e", apart) + " apart at most";
        }
    }

    private int copy(NetBlock trained, NetBlock net, RunRecord record) {
        Map<String, Parameter> known = trained.weights();
        boolean sameClasses = record.labels().size() == target.labels().size();
        int taken = 0;
        for (Map.Entry<String, Parameter> entry : net.weights().entrySet()) {
            String name = entry.getKey();
            Parameter from = known.get(name);
            if (from == null) {
                from = known.get(name.replace(".asr.gate.", ".attention.gate."));
            }
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
