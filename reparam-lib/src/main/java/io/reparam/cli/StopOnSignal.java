package io.reparam.cli;

import io.reparam.train.RunRecord;
import io.reparam.train.TrainingRun;
import java.io.IOException;

/** Lets a run end its step before the virtual machine goes: native code that is cut off at exit can crash. */
final class StopOnSignal {
    private StopOnSignal() {}

    static RunRecord run(TrainingRun run) throws IOException {
        Thread hook = new Thread(() -> {
            try {
                run.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return run.run();
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the hook is what ended the run
            }
        }
    }
}
