package io.reparam.service.grpc;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.reparam.service.memory.RequestMemory;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.grpc.server.GrpcServerFactory;
import org.springframework.grpc.server.service.DefaultGrpcServiceConfigurer;
import org.springframework.grpc.server.service.GrpcServiceSpec;

/**
 * Makes a message that cannot be read a refusal of its call. gRPC takes it for a defect of the service: it answers UNKNOWN, and logs
 * a stack trace for each. That a message is too large shows only while it is decompressed, which is while it is parsed; so all
 * interceptors get it unparsed, and the innermost one sees the parser fail.
 */
@Configuration(proxyBeanMethods = false)
class ReadRequests {
    @Bean
    DefaultGrpcServiceConfigurer grpcServiceConfigurer(ApplicationContext context, RequestMemory memory) {
        return new DefaultGrpcServiceConfigurer(context) {
            @Override
            public ServerServiceDefinition configure(GrpcServiceSpec spec, @Nullable GrpcServerFactory factory) {
                GrpcServiceSpec refusing =
                        new GrpcServiceSpec(() -> refusing(spec.service().bindService(), memory), spec.serviceInfo());
                return super.configure(refusing, factory);
            }
        };
    }

    private static ServerServiceDefinition refusing(ServerServiceDefinition service, RequestMemory memory) {
        Unparsed unparsed = new Unparsed();
        ServerServiceDefinition streams = ServerInterceptors.useMarshalledMessages(service, unparsed, unparsed);
        return ServerInterceptors.intercept(streams, new ServerInterceptor() {
            @Override
            @SuppressWarnings("unchecked") // the marshallers above make every message a stream
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                MessageMemory.watch(call);
                return (ServerCall.Listener<Q>) new MessageReading(
                        (ServerCall<InputStream, ?>) call,
                        (ServerCall.Listener<InputStream>) next.startCall(call, headers),
                        memory);
            }
        });
    }

    /** The bytes of a message as they are. Not copied: they can be read until the call has taken the message. */
    private static final class Unparsed implements MethodDescriptor.Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream message) {
            return message;
        }

        @Override
        public InputStream parse(InputStream message) {
            return message;
        }
    }
}
