package io.reparam.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a model, and a file of weights beside it where the model came with one or would exceed what a message can hold. Both are
 * written under temporary names. The weights get a name that is not in use, and the model itself is put in its place in one step.
 * Until then a model of that name and its weights are as they were.
 */
final class ModelWriter {
    /** What protobuf can hold in one message. */
    static final long MESSAGE_LIMIT = Integer.MAX_VALUE;

    private static final int SMALL = 1024; // bytes of a tensor that stays in the model, as ONNX's own tools have it
    private static final int ALIGNMENT = 4096; // so that a runtime can map each tensor

    private final Path file;
    private final AtomicFile output;

    ModelWriter(Path file) throws IOException {
        this.output = new AtomicFile(file);
        this.file = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    }

    /** @param limit bytes beyond which weights get a file of their own */
    StagedModel write(Graph graph, long limit) throws IOException {
        boolean apart = OnnxFile.hasExternalData(graph) || GraphWriter.size(graph) > limit;
        return apart ? writeBoth(graph) : write(GraphWriter.write(graph, TensorData::write), null);
    }

    private StagedModel writeBoth(Graph graph) throws IOException {
        Path data = unusedName();
        Path temporary = AtomicFile.temporary(data);
        try {
            Map<String, TensorProto> placed;
            try {
                placed = writeData(graph, temporary, data.getFileName().toString());
            } catch (IOException e) {
                throw AtomicFile.failure(data, e);
            }
            ModelProto model = GraphWriter.write(graph, tensor -> {
                TensorProto place = placed.get(tensor.name());
                return place == null ? TensorData.write(tensor) : place; // to write a placed one would map all of it
            });
            AtomicFile.publish(temporary, data);
            return write(model, data);
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

    private StagedModel write(ModelProto model, @Nullable Path data) throws IOException {
        StagedModel unnamed = new StagedModel(output, data);
        try {
            output.write(model::writeTo);
            return unnamed;
        } catch (IOException | RuntimeException e) {
            unnamed.close();
            throw e;
        }
    }

    private Path unusedName() {
        String name = file.getFileName() + ".data";
        Path free = file.resolveSibling(name);
        for (int i = 2; Files.exists(free); i++) {
            free = file.resolveSibling(name + "." + i);
        }
        return free;
    }

    private static StringStringEntryProto entry(String key, String value) {
        return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
    }
}
