package io.reparam.cli;

import io.reparam.ort.OrtModel;
import io.reparam.proof.Certificate;
import java.util.Set;

/** What a short command needs in any case, loaded on the second core while its words are read and its model is parsed. */
final class Ahead {
    private static final Set<Class<?>> COMMANDS = Set.of(FoldCommand.class, VerifyCommand.class);

    private Ahead() {}

    /** @param command that will run */
    static void load(Class<?> command) {
        if (COMMANDS.contains(command)) {
            Thread thread = new Thread(
                    () -> {
                        OrtModel.version(); // loads ONNX Runtime
                        JsonFile.prepare(Certificate.class);
                    },
                    "ahead");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((failed, e) -> {}); // the command meets the same, and says it
            thread.start();
        }
    }
}
