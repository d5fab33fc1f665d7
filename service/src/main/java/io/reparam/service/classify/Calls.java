package io.reparam.service.classify;

import org.springframework.stereotype.Component;

/** Where each request of a transport begins. Any number of threads may share it. */
@Component
public final class Calls {
    private final ClassifyListener listener;

    Calls(ClassifyListener listener) {
        this.listener = listener;
    }

    /** A request has come; its body may still have to be read. */
    public Call receive(Protocol protocol) {
        listener.requestReceived(protocol);
        return new Call(protocol, listener);
    }
}
