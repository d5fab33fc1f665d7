package io.reparam.service;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.function.Function;

/** A plain gRPC client that sends messages of any size. */
public final class GrpcCaller {
    private final int port;

    public GrpcCaller(int port) {
        this.port = port;
    }

    public int port() {
        return port;
    }

    /** One call on a channel of its own. */
    public <T> T call(Function<ManagedChannel, T> call) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("localhost", port).usePlaintext().build();
        try {
            return call.apply(channel);
        } finally {
            channel.shutdownNow();
        }
    }
}
