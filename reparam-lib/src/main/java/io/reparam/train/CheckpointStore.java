package io.reparam.train;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import io.reparam.artifact.PreprocessSpec;
import io.reparam.train.block.NetBlock;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run's directory: {@code checkpoint.bin} (record, parameters, momenta: one file, so that they cannot disagree) and
 * {@code run.json} (the record again, for people). A file is replaced whole or not at all.
 */
public final class CheckpointStore {
    private static final int MAGIC = 0x52504331; // RPC1
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path directory;

    public CheckpointStore(Path directory) {
        this.directory = directory;
    }

    public boolean exists() {
        return Files.exists(checkpoint());
    }

    private Path checkpoint() {
        return directory.resolve("checkpoint.bin");
    }

    /** Makes the directory, before hours of training find that it cannot be. */
    void prepare() throws IOException {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new IOException("'" + directory + "' is a file; a run needs a directory");
        }
        Files.createDirectories(directory);
    }

    void save(RunRecord record, TrainableNet net) throws IOException {
        byte[] json = JSON.writeValueAsBytes(record);
        Path part = directory.resolve("checkpoint.bin.part");
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part)))) {
            out.writeInt(MAGIC);
            out.writeInt(json.length);
            out.write(json);
            net.block().saveParameters(out);
            net.optimizer().save(out);
        }
        Files.move(part, checkpoint(), StandardCopyOption.ATOMIC_MOVE);
        Path text = directory.resolve("run.json.part");
        Files.write(text, json);
        Files.move(text, directory.resolve("run.json"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** @throws IOException if there is no checkpoint or it is not one of ours */
    public RunRecord readRecord() throws IOException {
        try (DataInputStream in = open()) {
            return readRecord(in);
        }
    }

    /** The net of the recorded plan with its optimizer; the caller closes it. */
    TrainableNet readNet(PreprocessSpec spec) throws IOException {
        try (DataInputStream in = open()) {
            RunRecord record = readRecord(in);
            return TrainableNet.load(record.plan(), record.labels().size(), spec, in);
        }
    }

    /**
     * The trained net of the recorded plan.
     *
     * @param manager will own its parameters
     */
    public NetBlock readBlock(NDManager manager) throws IOException {
        try (DataInputStream in = open()) {
            RunRecord record = readRecord(in);
            NetBlock block = record.plan().net().net(record.labels().size(), TrainingRun.SPEC);
            readParameters(block, manager, in);
            return block;
        }
    }

    static void readParameters(Block block, NDManager manager, DataInputStream in) throws IOException {
        try {
            block.loadParameters(manager, in);
        } catch (MalformedModelException e) {
            throw new IOException("the checkpoint's parameters are damaged or from another version; train again", e);
        }
    }

    private DataInputStream open() throws IOException {
        if (!exists()) {
            throw new IOException(
                    "'" + directory + "' holds no checkpoint.bin; name the --out directory of a training run"
                            + " that has ended at least one epoch");
        }
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(checkpoint())));
    }

    private RunRecord readRecord(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw damaged(null);
        }
        try {
            return JSON.readValue(in.readNBytes(in.readInt()), RunRecord.class);
        } catch (JacksonException e) {
            throw damaged(e);
        }
    }

    private IOException damaged(@Nullable Exception cause) {
        return new IOException("'" + checkpoint() + "' is damaged or from another version; train again", cause);
    }
}
