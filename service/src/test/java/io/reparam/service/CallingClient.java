package io.reparam.service;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;

/** Calls over one channel, one call after the other, until the port is closed. One thread runs it. */
final class CallingClient implements Runnable {
    private final GrpcCaller server;
    private final ClassifyRequest request;
    private final List<String> lost = new ArrayList<>();
    private volatile int answers; // its own thread alone writes it

    CallingClient(int port, byte[] image) {
        server = new GrpcCaller(port);
        request = ClassifyRequest.newBuilder()
                .setImage(ByteString.copyFrom(image))
                .build();
    }

    int answers() {
        return answers;
    }

    /** How calls ended that were not answered, and not refused by a closed port. To be asked when it has ended. */
    List<String> lost() {
        return lost;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate")
    public void run() {
        ManagedChannel channel = server.channel().build();
        try {
            ImageClassifierGrpc.ImageClassifierBlockingStub stub = ImageClassifierGrpc.newBlockingStub(channel);
            while (lost.isEmpty()) {
                stub.classify(request);
                answers = answers + 1;
            }
        } catch (StatusRuntimeException e) {
            if (!portClosed(e.getStatus())) {
                lost.add(e.getStatus().toString());
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private static boolean portClosed(Status status) {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException) {
                return true;
            }
        }
        return false;
    }
}
