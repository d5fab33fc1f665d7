package io.reparam.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.graph.Attributes;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.OnnxFile;
import io.reparam.ort.OrtModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartedCheckTest {
    private static final EquivalenceCheck CHECK =
            new EquivalenceCheck(new Tolerance(1e-5, true), CheckPlan.of(4, 1).within(1));

    @TempDir
    private Path directory;

    private Path net;

    @BeforeEach
    void write() throws IOException {
        net = directory.resolve("net.onnx");
        GraphBuilder builder = GraphBuilder.of("g").input("x", "N", 3);
        builder.node("Relu", "y", Attributes.none(), "x");
        OnnxFile.write(builder.output("y", "N", 3).build(), net);
    }

    /** A fold may take as long as it likes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void timeBeforeTheCandidateIsThere_doesNotCount(boolean early) throws InterruptedException {
        try (StartedCheck started = CHECK.start(net, null, early)) {
            Thread.sleep(1_500);
            assertThat(started.finish(net).verdict()).isEqualTo(Verdict.EQUIVALENT);
        }
    }

    @Test
    void originalThatDoesNotLoad_isToldAtTheEnd() throws IOException {
        Path broken = Files.write(directory.resolve("broken.onnx"), new byte[] {1, 2, 3});
        try (StartedCheck started = CHECK.start(broken, null, true)) {
            assertThatThrownBy(() -> started.finish(net)).isInstanceOf(OrtModelException.class);
        }
    }

    @Test
    @Timeout(10)
    void comparisonWithoutACandidate_ends() throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        new StartedCheck(new Tolerance(1e-5, true), CheckPlan.of(4, 1), candidate -> {
                    try {
                        throw new AssertionError("there is a candidate: " + candidate.get());
                    } finally {
                        ended.countDown();
                    }
                })
                .close();
        ended.await();
    }
}
