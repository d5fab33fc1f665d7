package io.reparam.service.classify;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Writes down what it hears, on any thread. */
final class VariantNotes implements VariantListener {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    public void batchRan(Target target, int rows, long nanos) {
        heard.add(target.variant() + " ran " + rows);
    }

    @Override
    public void agreement(Target shadow, boolean agree) {
        heard.add(shadow.variant() + (agree ? " agrees" : " disagrees"));
    }

    @Override
    public void paired(Target answer, Target shadow, long answerNanos, long shadowNanos) {
        heard.add(answer.variant()
                + (answerNanos > 0 && shadowNanos > 0 ? " paired with " : " not timed with ")
                + shadow.variant());
    }

    @Override
    public void shadowDropped(Target shadow) {
        heard.add(shadow.variant() + " dropped");
    }
}
