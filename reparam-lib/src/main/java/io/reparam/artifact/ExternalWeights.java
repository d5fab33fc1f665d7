package io.reparam.artifact;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Weights that an ONNX model keeps in files beside it. They are put into the model before ONNX Runtime sees it, which would look for
 * them in the working directory of the process.
 *
 * @see <a href="https://github.com/onnx/onnx/blob/main/docs/ExternalData.md">External data</a>
 */
public final class ExternalWeights {
    private static final int RAW_DATA = 9;
    private static final int EXTERNAL_DATA = 13;
    private static final int DATA_LOCATION = 14;

    /** Messages of ONNX that may hold tensors, and in which of their fields. */
    private enum Kind {
        TENSOR,
        SPARSE,
        ATTRIBUTE,
        NODE,
        GRAPH,
        FUNCTION,
        TRAINING,
        MODEL;

        private Map<Integer, Kind> fields() {
            return switch (this) {
                case TENSOR -> Map.of();
                case SPARSE -> Map.of(1, TENSOR, 2, TENSOR);
                case ATTRIBUTE -> Map.of(5, TENSOR, 6, GRAPH, 10, TENSOR, 11, GRAPH, 22, SPARSE, 23, SPARSE);
                case NODE -> Map.of(5, ATTRIBUTE);
                case GRAPH -> Map.of(1, NODE, 5, TENSOR, 15, SPARSE);
                case FUNCTION -> Map.of(7, NODE, 11, ATTRIBUTE);
                case TRAINING -> Map.of(1, GRAPH, 2, GRAPH);
                case MODEL -> Map.of(7, GRAPH, 20, TRAINING, 25, FUNCTION);
            };
        }
    }

    /** Reads a file beside the model. */
    @FunctionalInterface
    public interface Files {
        /**
         * All of it.
         *
         * @param location relative, below the model's directory
         * @throws IOException if it cannot be read
         */
        byte[] read(String location) throws IOException;
    }

    private ExternalWeights() {}

    /**
     * The files that a model refers to, as it writes them.
     *
     * @throws IllegalArgumentException if it is not an ONNX model, or one of them would lie outside of its directory
     */
    public static Set<String> locations(byte[] onnx) {
        Set<String> locations = new LinkedHashSet<>();
        collect(new ProtoFields(onnx, 0, onnx.length), Kind.MODEL, locations);
        return locations;
    }

    /**
     * The model with these weights inside.
     *
     * @return the very same bytes if it refers to no files, or is not a model: who runs it says that better
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if a location is not below the model's directory, or a file is too short
     */
    public static byte[] inlined(byte[] onnx, Files files) throws IOException {
        Set<String> locations;
        try {
            locations = locations(onnx);
        } catch (ProtoFields.BrokenMessageException e) {
            return onnx;
        }
        if (locations.isEmpty()) {
            return onnx;
        }
        Map<String, byte[]> contents = new LinkedHashMap<>();
        for (String location : locations) {
            contents.put(location, files.read(location));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(onnx.length);
        copy(onnx, new ProtoFields(onnx, 0, onnx.length), Kind.MODEL, contents, out);
        return out.toByteArray();
    }

    private static void collect(ProtoFields message, Kind kind, Set<String> locations) {
        Map<Integer, Kind> below = kind.fields();
        while (message.next()) {
            Kind inside = message.type == ProtoFields.BYTES ? below.get(message.number) : null;
            if (inside != null) {
                collect(message.inside(), inside, locations);
            } else if (kind == Kind.TENSOR && message.number == EXTERNAL_DATA) {
                Map<String, String> entry = entry(message.inside());
                if (entry.containsKey("location")) {
                    locations.add(checked(entry.get("location")));
                }
            }
        }
    }

    /** A location must not leave the model's directory, whatever the file system makes of it. */
    private static String checked(String location) {
        boolean leaves = location.isEmpty()
                || location.startsWith("/")
                || location.contains("\\")
                || location.contains(":")
                || location.indexOf('\0') >= 0
                || Arrays.asList(location.split("/", -1)).contains("..");
        if (leaves) {
            throw new IllegalArgumentException("it keeps weights in '" + location
                    + "', which is not below the model's own directory; save it with its data beside it");
        }
        return location;
    }

    private static void copy(
            byte[] onnx, ProtoFields message, Kind kind, Map<String, byte[]> contents, ByteArrayOutputStream out) {
        Map<Integer, Kind> below = kind.fields();
        Map<String, String> external = new LinkedHashMap<>();
        while (message.next()) {
            Kind inside = message.type == ProtoFields.BYTES ? below.get(message.number) : null;
            if (inside != null) {
                ByteArrayOutputStream changed = new ByteArrayOutputStream(message.to - message.from);
                copy(onnx, message.inside(), inside, contents, changed);
                write(message.number, changed.toByteArray(), out);
            } else if (kind == Kind.TENSOR && message.number == EXTERNAL_DATA) {
                external.putAll(entry(message.inside()));
            } else if (kind != Kind.TENSOR || message.number != DATA_LOCATION) {
                out.write(onnx, message.begin, message.to - message.begin);
            }
        }
        String location = external.get("location");
        if (location != null) {
            write(RAW_DATA, part(location, external, contents.getOrDefault(location, new byte[0])), out);
        }
    }

    private static byte[] part(String location, Map<String, String> external, byte[] file) {
        try {
            long offset = Long.parseLong(external.getOrDefault("offset", "0"));
            long length =
                    external.containsKey("length") ? Long.parseLong(external.get("length")) : file.length - offset;
            if (offset >= 0 && length >= 0 && offset <= file.length && length <= file.length - offset) {
                return Arrays.copyOfRange(file, (int) offset, (int) (offset + length));
            }
        } catch (NumberFormatException e) {
            // the same remedy
        }
        throw new IllegalArgumentException("'" + location + "' has " + file.length + " bytes, but the model reads "
                + external + "; copy the file again");
    }

    private static Map<String, String> entry(ProtoFields entry) {
        String key = "";
        String value = "";
        while (entry.next()) {
            if (entry.number == 1) {
                key = entry.text();
            } else if (entry.number == 2) {
                value = entry.text();
            }
        }
        return Map.of(key, value);
    }

    private static void write(int field, byte[] content, ByteArrayOutputStream out) {
        varint((long) field << 3 | ProtoFields.BYTES, out);
        varint(content.length, out);
        out.writeBytes(content);
    }

    private static void varint(long value, ByteArrayOutputStream out) {
        long left = value;
        while (left >= 0x80) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }
}
