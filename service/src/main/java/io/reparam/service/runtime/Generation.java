package io.reparam.service.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One loaded version and how many use it: the repository until it is replaced, and every request under way. What ends last hands
 * it to be closed, so that no request loses its session. Any number of threads may share it.
 */
final class Generation {
    final ServedModel model;
    private final Consumer<Generation> atEnd;
    private final AtomicInteger users = new AtomicInteger(1);

    Generation(ServedModel model, Consumer<Generation> atEnd) {
        this.model = model;
        this.atEnd = atEnd;
    }

    /** @return false if it ended already: look the model up again */
    boolean enter() {
        int seen;
        do {
            seen = users.get();
            if (seen == 0) {
                return false;
            }
        } while (!users.compareAndSet(seen, seen + 1));
        return true;
    }

    void leave() {
        if (users.decrementAndGet() == 0) {
            atEnd.accept(this);
        }
    }
}
