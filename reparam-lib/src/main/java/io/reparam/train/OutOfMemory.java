package io.reparam.train;

import ai.djl.engine.EngineException;
import io.reparam.data.ImageSize;
import java.util.regex.Pattern;

/** PyTorch says in words only that memory ran out. */
final class OutOfMemory {
    private static final Pattern WORDS = Pattern.compile(
            "out of memory|can't allocate memory|not enough memory|bad_?alloc", Pattern.CASE_INSENSITIVE);

    private OutOfMemory() {}

    static boolean is(EngineException e) {
        return WORDS.matcher(String.valueOf(e.getMessage())).find();
    }

    static TrainingException at(int step, RunRecord record, EngineException e) {
        TrainingException lower = new TrainingException("memory ran out at step " + step + "; lower --batch ("
                + record.plan().recipe().batch() + "), --image-size ("
                + new ImageSize(
                        record.preprocess().height(), record.preprocess().width()) + ") or --width ("
                + record.plan().net().width() + ")");
        lower.initCause(e);
        return lower;
    }
}
