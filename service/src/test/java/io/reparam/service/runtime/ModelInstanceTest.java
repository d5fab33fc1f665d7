package io.reparam.service.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.reparam.ort.HostTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.OrtModelException;
import io.reparam.ort.SessionSettings;
import io.reparam.ort.TensorType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelInstanceTest {
    private static final NetInterface NET = new NetInterface(
            List.of(new NetInterface.Port("image", TensorType.FLOAT, List.of(3L, 32L, 32L))),
            List.of(new NetInterface.Port("logits", TensorType.FLOAT, List.of(10L))),
            NetInterface.Batching.FREE,
            0);
    private static final int ROWS = 8;
    private static final int RUNS = 50;

    /** A copy of the rows alone would be 98 KB a run. */
    @Test
    void run_ofManyRows_allocatesLittleButTheAnswers(@TempDir Path root) throws IOException {
        byte[] onnx = Files.readAllBytes(ModelDirectory.copyTo(root).file("reparam"));
        HostTensor row = HostTensor.of(List.of(1L, 3L, 32L, 32L), FloatBuffer.allocate(3 * 32 * 32));
        List<List<HostTensor>> items = Collections.nCopies(ROWS, List.of(row));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (OrtModel model = new OrtModel(onnx, SessionSettings.cpu(1));
                ModelInstance slot = new ModelInstance(model, NET, ROWS)) {
            slot.warmUp();
            for (int i = 0; i < RUNS; i++) {
                slot.run(items);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < RUNS; i++) {
                slot.run(items);
            }
            long perRun = (threads.getCurrentThreadAllocatedBytes() - before) / RUNS;
            assertThat(perRun).as("bytes a run of %s rows", ROWS).isBetween(1L, 4_096L);
        }
    }

    /** The net says that its batch is free, and holds a Reshape to one row. */
    @Test
    void warmUp_netThatTakesOneRowOnly_failsBeforeAnyRequest() throws IOException {
        byte[] onnx;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/one-row-only.onnx"))) {
            onnx = in.readAllBytes();
        }
        try (OrtModel model = new OrtModel(onnx, SessionSettings.cpu(1))) {
            try (ModelInstance one = new ModelInstance(model, NET, 1)) {
                one.warmUp();
            }
            try (ModelInstance two = new ModelInstance(model, NET, 2)) {
                assertThatThrownBy(two::warmUp)
                        .isInstanceOf(OrtModelException.class)
                        .hasMessageContaining("did not run");
            }
        }
    }
}
