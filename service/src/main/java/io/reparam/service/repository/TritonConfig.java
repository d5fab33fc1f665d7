package io.reparam.service.repository;

import io.reparam.service.repository.TextProto.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Triton's {@code config.pbtxt}, as far as it is followed here.
 *
 * @param maxBatchSize rows of a request; 0: the first dimension is not a batch, -1: not said
 * @param maxDelayMicros that a request waits for others; null: not said
 * @param instances runs at a time; 0: not said
 * @param inputs that are named
 * @param outputs that are named
 * @param labelFile of the first output that has one; null if none has
 * @param modelFile of a version
 * @param policy which versions are served
 * @param unsupported fields that are not followed, by their path
 * @see <a href="https://github.com/triton-inference-server/server/blob/main/docs/user_guide/model_configuration.md">Model
 *     configuration</a>
 */
public record TritonConfig(
        int maxBatchSize,
        @Nullable Long maxDelayMicros,
        int instances,
        List<Tensor> inputs,
        List<Tensor> outputs,
        @Nullable String labelFile,
        String modelFile,
        Policy policy,
        List<String> unsupported) {
    /** The name of the file. */
    public static final String FILE = "config.pbtxt";

    private static final Set<String> KNOWN = Set.of(
            "name",
            "platform",
            "backend",
            "max_batch_size",
            "input",
            "output",
            "dynamic_batching",
            "instance_group",
            "version_policy",
            "default_model_filename");

    /**
     * An input or output.
     *
     * @param datatype without {@code TYPE_}; {@code BYTES} for text
     * @param dims of a row, or of the whole where there is no batch
     * @param reshape what the net gets in their place; null: the same
     */
    public record Tensor(
            String name,
            String datatype,
            List<Long> dims,
            @Nullable List<Long> reshape) {}

    /**
     * Which versions are served.
     *
     * @param all every one
     * @param latest so many of the highest numbers
     * @param specific these, where there are any
     */
    public record Policy(boolean all, int latest, List<Long> specific) {
        static final Policy DEFAULT = new Policy(false, 1, List.of());

        /** Of the versions that lie there; empty for the latest one that can be served. */
        List<Integer> choose(NavigableSet<Integer> there) {
            if (all) {
                return List.copyOf(there);
            }
            if (!specific.isEmpty()) {
                return specific.stream().map(Math::toIntExact).toList();
            }
            return latest == 1
                    ? List.of()
                    : there.descendingSet().stream().limit(latest).sorted().toList();
        }
    }

    /** @throws IllegalArgumentException saying what is wrong, or which back end would be needed */
    static TritonConfig read(byte[] file, String model) {
        Message config = TextProto.read(file);
        String name = config.text("name", model);
        if (!name.equals(model)) {
            throw new IllegalArgumentException(
                    "it names the model '" + name + "', but its directory is '" + model + "'; make them the same");
        }
        String platform = config.text("platform", config.text("backend", "onnxruntime"));
        if (platform.equals("ensemble")) {
            throw new IllegalArgumentException(
                    "it is an ensemble of other models, which is not supported; let callers ask"
                            + " its steps one after the other, or merge them into one ONNX file");
        }
        if (!platform.startsWith("onnxruntime")) {
            throw new IllegalArgumentException(
                    "its platform is '" + platform + "', but only ONNX runs here; export the model to ONNX");
        }
        List<String> unsupported = new ArrayList<>();
        unknown(config, KNOWN, "", unsupported);
        List<Message> batching = config.messages("dynamic_batching");
        batching.forEach(
                message -> unknown(message, Set.of("max_queue_delay_microseconds"), "dynamic_batching.", unsupported));
        String labels = config.messages("output").stream()
                .map(output -> output.text("label_filename", ""))
                .filter(given -> !given.isEmpty())
                .findFirst()
                .orElse(null);
        return new TritonConfig(
                Math.toIntExact(
                        config.number("max_batch_size", config.messages("input").isEmpty() ? -1 : 0)),
                batching.isEmpty() ? null : batching.get(0).number("max_queue_delay_microseconds", 0),
                instances(config, unsupported),
                tensors(config, "input", Set.of("name", "data_type", "format", "dims", "reshape"), unsupported),
                tensors(
                        config,
                        "output",
                        Set.of("name", "data_type", "dims", "reshape", "label_filename"),
                        unsupported),
                labels,
                config.text("default_model_filename", ModelListing.PLAIN_FILE),
                policy(config, unsupported),
                List.copyOf(unsupported));
    }

    private static int instances(Message config, List<String> unsupported) {
        int instances = 0;
        for (Message group : config.messages("instance_group")) {
            unknown(group, Set.of("name", "count", "kind"), "instance_group.", unsupported);
            String kind = group.text("kind", "KIND_AUTO");
            if (kind.equals("KIND_GPU") || kind.equals("KIND_MODEL")) {
                unsupported.add("instance_group.kind " + kind);
            }
            instances += Math.toIntExact(group.number("count", 1));
        }
        return instances;
    }

    private static List<Tensor> tensors(Message config, String field, Set<String> known, List<String> unsupported) {
        List<Tensor> tensors = new ArrayList<>();
        for (Message tensor : config.messages(field)) {
            unknown(tensor, known, field + ".", unsupported);
            List<Message> reshape = tensor.messages("reshape");
            String type = tensor.text("data_type", "").replace("TYPE_", "");
            tensors.add(new Tensor(
                    tensor.text("name", ""),
                    type.equals("STRING") ? "BYTES" : type,
                    tensor.numbers("dims"),
                    reshape.isEmpty() ? null : reshape.get(0).numbers("shape")));
        }
        return List.copyOf(tensors);
    }

    private static Policy policy(Message config, List<String> unsupported) {
        Policy policy = Policy.DEFAULT;
        for (Message given : config.messages("version_policy")) {
            unknown(given, Set.of("all", "latest", "specific"), "version_policy.", unsupported);
            if (given.fields().containsKey("all")) {
                policy = new Policy(true, 0, List.of());
            }
            for (Message latest : given.messages("latest")) {
                policy = new Policy(false, Math.toIntExact(latest.number("num_versions", 1)), List.of());
            }
            for (Message specific : given.messages("specific")) {
                policy = new Policy(false, 0, specific.numbers("versions"));
            }
        }
        return policy;
    }

    private static void unknown(Message message, Set<String> known, String path, List<String> unsupported) {
        message.set().stream()
                .filter(field -> !known.contains(field))
                .map(field -> path + field)
                .filter(field -> !unsupported.contains(field))
                .forEach(unsupported::add);
    }
}
