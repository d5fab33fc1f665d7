package io.reparam.service.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
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
    DefaultGrpcServiceConfigurer grpcServiceConfigurer(ApplicationContext context) {
        return new DefaultGrpcServiceConfigurer(context) {
            @Override
            public ServerServiceDefinition configure(GrpcServiceSpec spec, @Nullable GrpcServerFactory factory) {
                GrpcServiceSpec refusing =
                        new GrpcServiceSpec(() -> refusing(spec.service().bindService()), spec.serviceInfo());
                return super.configure(refusing, factory);
            }
        };
    }

    private static ServerServiceDefinition refusing(ServerServiceDefinition service) {
        Unparsed unparsed = new Unparsed();
        ServerServiceDefinition streams = ServerInterceptors.useMarshalledMessages(service, unparsed, unparsed);
        return ServerInterceptors.intercept(streams, new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                return new Reading<>(call, next.startCall(call, headers));
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

    /** Hears of a call until a message of it cannot be read. */
    private static final class Reading<Q> extends SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, ?> call;
        private boolean refused;

        Reading(ServerCall<Q, ?> call, ServerCall.Listener<Q> listener) {
            super(listener);
            this.call = call;
        }

        @Override
        public void onMessage(Q message) {
            if (refused) {
                return;
            }
            try {
                super.onMessage(message);
            } catch (RuntimeException e) {
                Status status = status(e);
                if (status == null) {
                    throw e;
                }
                refused = true;
                call.close(status, new Metadata());
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }
    }

    /** What a failure of the parser means to the caller; null if it is none of the parser. */
    private static @Nullable Status status(RuntimeException e) {
        if (e.getCause() instanceof InvalidProtocolBufferException) {
            return Status.INVALID_ARGUMENT.withDescription(
                    "the message is not one of this method; make it with the service's .proto files");
        }
        if (e instanceof StatusRuntimeException parsing
                && parsing.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
            return Status.RESOURCE_EXHAUSTED.withDescription(parsing.getStatus().getDescription() + "; send less");
        }
        if (e.getCause() instanceof IOException) {
            return Status.INVALID_ARGUMENT.withDescription(
                    "the message cannot be decompressed; its grpc-encoding must be what it is compressed with");
        }
        return null;
    }
}
