package io.reparam.train;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import io.reparam.train.block.NetBlock;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run's directory. {@code checkpoint.bin} is the last state and {@code best.bin} the one that counts, where validation images
 * choose it: record, parameters, momenta in one file, so that they cannot disagree. {@code run.json} is the record, {@code
 * log.jsonl} a line an epoch, {@code curves.svg} their picture, {@code epochs/} the state after each epoch, where that is wanted.
 * A file is replaced whole or not at all.
 */
public final class CheckpointStore {
    private static final int MAGIC = 0x52504332; // RPC2
    private static final String LAST = "checkpoint.bin";
    private static final String BEST = "best.bin";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final JsonMapper LINE = new JsonMapper();

    private final Path directory;
    private final boolean keepEpochs;

    public CheckpointStore(Path directory) {
        this(directory, false);
    }

    /** @param keepEpochs whether the state after each epoch stays */
    public CheckpointStore(Path directory, boolean keepEpochs) {
        this.directory = directory;
        this.keepEpochs = keepEpochs;
    }

    public boolean exists() {
        return Files.exists(directory.resolve(LAST));
    }

    /** Makes the directory, before hours of training find that it cannot be. */
    void prepare() throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new IOException("'" + directory + "' is a file; a run needs a directory");
        }
        Files.createDirectories(directory);
    }

    /**
     * The last state comes last: a run that died before it repeats the epoch, and no record names a best net that is not there.
     *
     * @param endsEpoch whether an epoch has just ended, or the run was stopped within one
     */
    void save(RunRecord record, TrainableNet net, boolean endsEpoch) throws IOException {
        Content state = out -> write(record, net, out);
        int epochs = record.epochs().size();
        if (endsEpoch && record.plan().data().validation() > 0 && record.bestEpoch() == epochs) {
            replace(BEST, state);
        }
        if (endsEpoch && keepEpochs) {
            Files.createDirectories(directory.resolve("epochs"));
            replace(String.format(Locale.ROOT, "epochs/%03d.bin", epochs), state);
        }
        replace(LAST, state);
        saveText(record);
    }

    /** The record alone; the nets stay. */
    void saveTested(RunRecord record, TrainableNet net) throws IOException {
        replace(LAST, out -> write(record, net, out));
        saveText(record);
    }

    private void saveText(RunRecord record) throws IOException {
        replace("run.json", out -> out.write(JSON.writeValueAsBytes(record)));
        replace("log.jsonl", out -> {
            for (EpochResult epoch : record.epochs()) {
                out.write(LINE.writeValueAsBytes(epoch));
                out.write('\n');
            }
        });
        replace("curves.svg", out -> out.write(Curves.svg(record.epochs()).getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(RunRecord record, TrainableNet net, DataOutputStream out) throws IOException {
        byte[] json = JSON.writeValueAsBytes(record);
        out.writeInt(MAGIC);
        out.writeInt(json.length);
        out.write(json);
        net.block().saveParameters(out);
        net.optimizer().save(out);
    }

    /** @throws IOException if there is no checkpoint or it is not one of ours */
    public RunRecord readRecord() throws IOException {
        try (DataInputStream in = open(LAST)) {
            return readRecord(in, LAST);
        }
    }

    /** The net of the recorded plan with its optimizer; the caller closes it. */
    TrainableNet readNet(Device device) throws IOException {
        try (DataInputStream in = open(LAST)) {
            return TrainableNet.load(readRecord(in, LAST), device, in);
        }
    }

    /** The net that counts, for {@link TrainableNet#evaluate}; the caller closes it. */
    TrainableNet readBest(Device device) throws IOException {
        String name = Files.exists(directory.resolve(BEST)) ? BEST : LAST;
        try (DataInputStream in = open(name)) {
            return TrainableNet.load(readRecord(in, name), device, in);
        }
    }

    /**
     * The trained net that counts: the best on the validation images, or the last.
     *
     * @param manager will own its parameters
     */
    public NetBlock readBlock(NDManager manager) throws IOException {
        return readBlock(manager, Files.exists(directory.resolve(BEST)) ? BEST : LAST);
    }

    /** The nets after each epoch, by epoch; empty if they were not kept. */
    public SortedMap<Integer, String> keptEpochs() throws IOException {
        SortedMap<Integer, String> kept = new TreeMap<>();
        Path epochs = directory.resolve("epochs");
        if (Files.isDirectory(epochs)) {
            try (Stream<Path> files = Files.list(epochs)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.matches("\\d+\\.bin"))
                        .forEach(name ->
                                kept.put(Integer.parseInt(name.substring(0, name.length() - 4)), "epochs/" + name));
            }
        }
        return kept;
    }

    /** @param file one of {@link #keptEpochs} */
    public NetBlock readBlock(NDManager manager, String file) throws IOException {
        try (DataInputStream in = open(file)) {
            RunRecord record = readRecord(in, file);
            NetBlock block = record.net().net(record.labels().size(), record.preprocess());
            readParameters(block, manager, in);
            return block;
        }
    }

    static void readParameters(NetBlock block, NDManager manager, DataInputStream in) throws IOException {
        try {
            block.loadParameters(manager, in);
        } catch (MalformedModelException e) {
            throw new IOException("the checkpoint's parameters are damaged or from another version; train again", e);
        }
    }

    private interface Content {
        void to(DataOutputStream out) throws IOException;
    }

    private void replace(String name, Content content) throws IOException {
        Path part = directory.resolve(name + ".part");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
            content.to(out);
        }
        Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private DataInputStream open(String name) throws IOException {
        if (!Files.exists(directory.resolve(name))) {
            throw new IOException("'" + directory + "' holds no " + name
                    + "; name the --out directory of a training run that has ended at least one epoch");
        }
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(directory.resolve(name))));
    }

    private RunRecord readRecord(DataInputStream in, String name) throws IOException {
        try {
            if (in.readInt() == MAGIC) {
                return JSON.readValue(in.readNBytes(in.readInt()), RunRecord.class);
            }
        } catch (JacksonException | EOFException e) {
            throw damaged(name, e);
        }
        throw damaged(name, null);
    }

    private IOException damaged(String name, @Nullable Exception cause) {
        return new IOException(
                "'" + directory.resolve(name) + "' is damaged or from another version; train again", cause);
    }
}
