package io.reparam.service.grpc;

import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.reparam.service.classify.Admission;
import io.reparam.service.memory.RequestMemory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.server.ServerBuilderCustomizer;

/** The bounds of gRPC's connections: how many, how fast they must begin, how many calls each has, how much it may send unread. */
@Configuration(proxyBeanMethods = false)
class GrpcConnections {
    /** Bytes that a connection may send before somebody reads them. */
    private static final int WINDOW = 512 * 1024;
    /** A client that opens and resets calls costs the service and not itself; honest ones cancel now and then. */
    private static final int MOST_RESETS = 500;

    private static final int RESET_SECONDS = 10;

    @Bean(destroyMethod = "close")
    IoThreads grpcIoThreads() {
        return new IoThreads();
    }

    @Bean
    ServerBuilderCustomizer<NettyServerBuilder> boundedGrpcConnections(
            IoThreads threads,
            Admission admission,
            RequestMemory memory,
            @Value("${reparam.limits.connections-per-address}") int perAddress,
            @Value("${reparam.limits.header-timeout}") Duration headerTimeout) {
        return server -> server.channelFactory(() -> new BoundedServerChannel(perAddress))
                .bossEventLoopGroup(threads.accepting)
                .workerEventLoopGroup(threads.reading)
                .handshakeTimeout(headerTimeout.toMillis(), TimeUnit.MILLISECONDS)
                // more are refused anyway, and a client is told so; twice as many, so that it hears of it
                .maxConcurrentCallsPerConnection(2 * admission.limit())
                .maxRstFramesPerWindow(MOST_RESETS, RESET_SECONDS)
                .flowControlWindow(WINDOW)
                .addStreamTracerFactory(MessageMemory.factory(memory));
    }

    /** Netty's threads; gRPC has its own only where it also makes the sockets. */
    static final class IoThreads {
        private final MultiThreadIoEventLoopGroup accepting = group(1, "grpc-accept");
        private final MultiThreadIoEventLoopGroup reading = group(0, "grpc-io");

        private static MultiThreadIoEventLoopGroup group(int threads, String name) {
            return new MultiThreadIoEventLoopGroup(
                    threads, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
        }

        void close() {
            accepting.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            reading.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
