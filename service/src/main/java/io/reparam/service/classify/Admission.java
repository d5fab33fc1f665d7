package io.reparam.service.classify;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** Lets a bounded number of requests in and turns the others away at once. Any number of threads may share it. */
@Component
public final class Admission {
    private final int limit;
    private final Semaphore free;

    public Admission(AdmissionSettings settings) {
        limit = settings.maxInFlight();
        free = new Semaphore(limit);
    }

    /**
     * Takes a place, in one atomic step; {@link #leave} in any case.
     *
     * @throws ServiceException OVERLOADED if there is none
     */
    public void enter() {
        if (!free.tryAcquire()) {
            throw new ServiceException(
                    ErrorKind.OVERLOADED, "all " + limit + " places are taken; try again in a second");
        }
    }

    public void leave() {
        free.release();
    }

    public int inFlight() {
        return limit - free.availablePermits();
    }

    public int limit() {
        return limit;
    }
}
