package io.reparam.service;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
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

    /** A channel to change before it is built; close it. */
    public ManagedChannelBuilder<?> channel() {
        return NettyChannelBuilder.forAddress("localhost", port).usePlaintext();
    }

    /** One call on a channel of its own. */
    public <T> T call(Function<ManagedChannel, T> call) {
        ManagedChannel channel = channel().build();
        try {
            return call.apply(channel);
        } finally {
            channel.shutdownNow();
        }
    }
}
