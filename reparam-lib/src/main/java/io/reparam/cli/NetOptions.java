package io.reparam.cli;

import io.reparam.train.NetPlan;
import io.reparam.train.attention.AttentionMode;
import io.reparam.train.attention.AttentionModule;
import io.reparam.train.backbone.Architectures;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which net: options of {@code train} and {@code export}. */
final class NetOptions {
    @Option(
            names = "--arch",
            defaultValue = "resnet29",
            completionCandidates = ArchitectureNames.class,
            description =
                    "One of: ${COMPLETION-CANDIDATES}; also other depths: resnetN with N = 9n+2, resnetN-basic, acnetN,"
                            + " dbbN with 6n+2. Default: ${DEFAULT-VALUE}.")
    private String architecture;

    @Option(
            names = "--width",
            defaultValue = "1",
            description = "Factor on the channels of every layer. Default: ${DEFAULT-VALUE}.")
    private double width;

    @Option(
            names = "--attention",
            defaultValue = "se",
            description = "Attention module: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private AttentionModule attention;

    @Option(
            names = "--mode",
            defaultValue = "asr",
            description =
                    "plain: no attention. attention: the ordinary, input-dependent module. asr: the module looks at a"
                            + " learned vector and folds away. both: asr, then attention. Default: ${DEFAULT-VALUE}.")
    private AttentionMode mode;

    @Option(
            names = "--asr-count",
            defaultValue = "1",
            description = "ASR modules at a place; their vectors multiply. Default: ${DEFAULT-VALUE}.")
    private int asrCount;

    @Option(
            names = "--psi-init",
            defaultValue = "0.1",
            description = "What the learned vector starts at; not 0. Default: ${DEFAULT-VALUE}.")
    private float psiInit;

    /** @throws IllegalArgumentException if there is no such net */
    NetPlan plan() {
        return new NetPlan(architecture, width, attention, mode, asrCount, psiInit);
    }

    /** What {@code --arch} takes, for its help and completion. */
    static final class ArchitectureNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Architectures.names().split(", "))
                    .map(name -> name.replaceFirst(" .*", ""))
                    .iterator();
        }
    }
}
