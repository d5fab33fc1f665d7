package io.reparam.service.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.reparam.service.error.ServiceException;
import io.reparam.service.memory.RequestMemory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Hears of a call until a message of it cannot be read. Takes the memory that decompressing and parsing a message needs before it is
 * needed. gRPC calls it from one thread at a time.
 */
final class MessageReading extends SimpleForwardingServerCallListener<InputStream> {
    private static final int STEP = 1 << 16;

    private final ServerCall<InputStream, ?> call;
    private final RequestMemory memory;
    private RequestMemory.Share share;
    private boolean refused;

    MessageReading(ServerCall<InputStream, ?> call, ServerCall.Listener<InputStream> listener, RequestMemory memory) {
        super(listener);
        this.call = call;
        this.memory = memory;
        share = memory.open();
    }

    @Override
    public void onMessage(InputStream message) {
        if (refused) {
            return;
        }
        // of a stream, the messages before it are answered
        share.close();
        share = memory.open();
        try {
            super.onMessage(weighed(message));
        } catch (ServiceException e) {
            refuse(GrpcStatus.of(e));
        } catch (IOException e) {
            refuse(undecompressed());
        } catch (RuntimeException e) {
            Status status = status(e);
            if (status == null) {
                throw e;
            }
            refuse(status);
        }
    }

    private void refuse(Status status) {
        refused = true;
        share.close();
        call.close(status, new Metadata());
    }

    private InputStream weighed(InputStream message) throws IOException {
        byte[] bytes = bytes(message);
        if (call.getMethodDescriptor().getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier method) {
            Descriptor type = method.getMethodDescriptor().getInputType();
            share.take(MessageWeight.of(bytes, type));
        }
        return new Whole(bytes);
    }

    private byte[] bytes(InputStream message) throws IOException {
        if (message instanceof KnownLength) {
            int length = message.available();
            share.take(length);
            return message.readNBytes(length);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] step = new byte[STEP];
        for (int read = message.read(step); read >= 0; read = message.read(step)) {
            share.take(3L * read); // the array doubles, and is copied
            all.write(step, 0, read);
        }
        share.giveBack(2L * all.size());
        return all.toByteArray();
    }

    @Override
    public void onHalfClose() {
        if (!refused) {
            try {
                super.onHalfClose();
            } finally {
                share.close();
            }
        }
    }

    @Override
    public void onCancel() {
        share.close();
        super.onCancel();
    }

    @Override
    public void onComplete() {
        share.close();
        super.onComplete();
    }

    /** What a failure of the parser means to the caller; null if it is not one of the parser. */
    private static @Nullable Status status(RuntimeException e) {
        if (e.getCause() instanceof InvalidProtocolBufferException) {
            return Status.INVALID_ARGUMENT.withDescription(
                    "the message is not one of this method; make it with the service's .proto files");
        }
        if (e instanceof StatusRuntimeException reading
                && reading.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
            return Status.RESOURCE_EXHAUSTED.withDescription(reading.getStatus().getDescription() + "; send less");
        }
        return e.getCause() instanceof IOException ? undecompressed() : null;
    }

    private static Status undecompressed() {
        return Status.INVALID_ARGUMENT.withDescription(
                "the message cannot be decompressed; its grpc-encoding must be what it is compressed with");
    }

    /** The parser reads it in one go. */
    private static final class Whole extends ByteArrayInputStream implements KnownLength {
        Whole(byte[] bytes) {
            super(bytes);
        }
    }
}
