package io.reparam.cli;

import io.reparam.train.RunRecord;
import io.reparam.train.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;

/** Lets a run end its step before the virtual machine goes: native code that is cut off at exit can crash. */
final class StopOnSignal {
    private StopOnSignal() {}

    /**
     * Runs to the end, or to the end of the step in which the signal came.
     *
     * @param err told when that happens; the virtual machine may be gone before anybody else can tell
     */
    static RunRecord run(TrainingRun run, PrintWriter err) throws IOException {
        Thread hook = new Thread(() -> {
            err.println("reparam: stopping after this batch; the same command with --resume goes on from there");
            err.flush();
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
