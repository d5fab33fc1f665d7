package io.reparam.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a model, and a file of weights beside it where the model came with one or would exceed what a message can hold. Both are
 * written under temporary names. The weights get a name that is not in use, so that until the model itself is put in its place
 * in one step, a model of that name and its weights are as they were.
 */
final class ModelWriter {
    /** What protobuf can hold in one message. */
    static final long MESSAGE_LIMIT = Integer.MAX_VALUE;

    private static final int SMALL = 1024; // bytes of a tensor that stays in the model, as ONNX's own tools have it
    private static final int ALIGNMENT = 4096; // so that a runtime can map each tensor

    private final Path file;
    private final Path directory;

    ModelWriter(Path file) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new IOException("cannot write '" + file + "': its directory does not exist; create it first");
        }
        if (Files.isDirectory(file)) {
            throw new IOException("cannot write '" + file + "': it is a directory; name a file");
        }
        this.file = file;
        this.directory = parent;
    }

    void write(Graph graph, long limit) throws IOException {
        boolean apart = OnnxFile.hasExternalData(graph) || GraphWriter.size(graph) > limit;
        if (apart) {
            writeBoth(graph);
        } else {
            write(GraphWriter.write(graph, TensorData::write));
        }
    }

    private void writeBoth(Graph graph) throws IOException {
        Path data = unusedName();
        Path temporary = temporary(data);
        try {
            Map<String, TensorProto> placed =
                    writeData(graph, temporary, data.getFileName().toString());
            ModelProto model =
                    GraphWriter.write(graph, tensor -> placed.getOrDefault(tensor.name(), TensorData.write(tensor)));
            move(temporary, data);
            try {
                write(model);
            } catch (IOException | RuntimeException e) {
                Files.deleteIfExists(data);
                throw e;
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** @return the tensors whose values are there now, by name */
    private static Map<String, TensorProto> writeData(Graph graph, Path to, String location) throws IOException {
        Map<String, TensorProto> placed = new HashMap<>();
        try (FileChannel channel = FileChannel.open(
                to, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (Tensor tensor : graph.initializers().values()) {
                TensorValues values = tensor.values();
                if (values == null || values.length() < SMALL) {
                    continue;
                }
                long offset = (channel.position() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
                channel.position(offset);
                values.writeTo(channel);
                placed.put(
                        tensor.name(),
                        TensorData.header(tensor)
                                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                                .addExternalData(entry("location", location))
                                .addExternalData(entry("offset", Long.toString(offset)))
                                .addExternalData(entry("length", Long.toString(values.length())))
                                .build());
            }
        }
        return placed;
    }

    private void write(ModelProto model) throws IOException {
        Path temporary = temporary(file);
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
                model.writeTo(out);
            }
            move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Path unusedName() {
        String name = file.getFileName() + ".data";
        Path free = directory.resolve(name);
        for (int i = 2; Files.exists(free); i++) {
            free = directory.resolve(name + "." + i);
        }
        return free;
    }

    /** Not createTempFile: its mode 600 would stay on the finished file. */
    private Path temporary(Path target) {
        return directory.resolve(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
