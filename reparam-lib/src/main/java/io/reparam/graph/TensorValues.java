package io.reparam.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Where the values of a tensor are: row-major, little-endian. */
sealed interface TensorValues {
    /** Bytes that are read from a file at once. */
    int PIECE = 1 << 20;

    /** In bytes. */
    long length();

    /** Not copied where that can be; at most 2 GiB. */
    ByteString bytes();

    /** Writes them piece by piece. */
    default void writeTo(WritableByteChannel channel) throws IOException {
        for (ByteBuffer piece : bytes().asReadOnlyByteBufferList()) {
            while (piece.hasRemaining()) {
                channel.write(piece);
            }
        }
    }

    /** Shows them piece by piece, each of whole elements; a piece must not be kept. */
    default void forEachPiece(Consumer<ByteBuffer> reader) {
        reader.accept(bytes().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    /** In memory. */
    record Stored(ByteString bytes) implements TensorValues {
        @Override
        public long length() {
            return bytes.size();
        }
    }

    /** In one of a message's typed lists. */
    record Listed(TensorProto proto, ElementType type, int count) implements TensorValues {
        @Override
        public long length() {
            return (long) count * type.bytes();
        }

        @Override
        public ByteString bytes() {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(length())).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < count; i++) {
                switch (type) {
                    case FLOAT -> bytes.putFloat(proto.getFloatData(i));
                    case DOUBLE -> bytes.putDouble(proto.getDoubleData(i));
                    case INT32 -> bytes.putInt(proto.getInt32Data(i));
                    case INT64 -> bytes.putLong(proto.getInt64Data(i));
                    case UINT32 -> bytes.putInt((int) proto.getUint64Data(i));
                    case UINT64 -> bytes.putLong(proto.getUint64Data(i));
                    case BOOL, INT8, UINT8 -> bytes.put((byte) proto.getInt32Data(i));
                    default -> bytes.putShort((short) proto.getInt32Data(i)); // 16 bits of any kind
                }
            }
            return UnsafeByteOperations.unsafeWrap(bytes.flip());
        }
    }

    /** Not in memory. */
    sealed interface OnDisk extends TensorValues {}

    /** Where they were in the model's own file, which stays open as long as anybody has this. */
    record Own(FileChannel file, long offset, long length) implements OnDisk {
        @Override
        public ByteString bytes() {
            try {
                return mapped(file, offset, length);
            } catch (IOException e) {
                throw gone(e);
            }
        }

        @Override
        public void forEachPiece(Consumer<ByteBuffer> reader) {
            try {
                pieces(file, offset, length, reader);
            } catch (IOException e) {
                throw gone(e);
            }
        }

        private static UncheckedIOException gone(IOException e) {
            return new UncheckedIOException("the model's file can no longer be read: " + e.getMessage(), e);
        }
    }

    /** In another file; mapped when it is asked for, so that a model of 3 GB needs no 3 GB of heap. */
    record External(Path file, long offset, long length) implements OnDisk {
        @Override
        public ByteString bytes() {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return mapped(channel, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException("'" + file + "' can no longer be read: " + e.getMessage(), e);
            }
        }

        @Override
        public void forEachPiece(Consumer<ByteBuffer> reader) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                pieces(channel, offset, length, reader);
            } catch (IOException e) {
                throw new UncheckedIOException("'" + file + "' can no longer be read: " + e.getMessage(), e);
            }
        }

        @Override
        public void writeTo(WritableByteChannel channel) throws IOException {
            try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
                long done = 0;
                while (done < length) {
                    long moved = source.transferTo(offset + done, length - done, channel);
                    if (moved <= 0) {
                        throw new IOException("'" + file + "' became shorter while it was copied");
                    }
                    done += moved;
                }
            }
        }
    }

    private static void pieces(FileChannel file, long offset, long length, Consumer<ByteBuffer> reader)
            throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect((int) Math.min(length, PIECE));
        for (long done = 0; done < length; done += piece.limit()) {
            piece.clear().limit((int) Math.min(length - done, PIECE));
            while (piece.hasRemaining()) {
                if (file.read(piece, offset + done + piece.position()) < 0) {
                    throw new EOFException("it has become shorter");
                }
            }
            reader.accept(piece.flip().order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    private static ByteString mapped(FileChannel channel, long offset, long length) throws IOException {
        return length == 0
                ? ByteString.EMPTY
                : UnsafeByteOperations.unsafeWrap(channel.map(FileChannel.MapMode.READ_ONLY, offset, length));
    }
}
