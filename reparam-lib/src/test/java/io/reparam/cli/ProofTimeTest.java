package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.graph.Attributes;
import io.reparam.graph.Dim;
import io.reparam.graph.ElementType;
import io.reparam.graph.Graph;
import io.reparam.graph.GraphBuilder;
import io.reparam.graph.OnnxFile;
import io.reparam.graph.Value;
import io.reparam.ort.FloatTensor;
import io.reparam.ort.OrtModel;
import io.reparam.ort.SessionSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command advises after a proof that ran out of time works. */
class ProofTimeTest {
    private static final double RUN_SECONDS = 1.5; // longer than the shortest time for a proof
    private static final long FEW = 200_000;

    @TempDir
    Path directory;

    private String out = "";

    @Test
    void undecidedForWantOfTime_isDecidedWithMore() throws IOException {
        Path net = directory.resolve("net.onnx");
        Path folded = directory.resolve("folded.onnx");
        Files.write(net, loop((long) (FEW * RUN_SECONDS / seconds(FEW))));
        assertThat(fold(net, folded, "1")).as(out).isEqualTo(ExitCode.UNDECIDED);
        assertThat(out).contains("took more than its 1 seconds; --proof-time gives it more");
        assertThat(folded).doesNotExist();
        assertThat(fold(net, folded, "300")).as(out).isEqualTo(ExitCode.OK);
        assertThat(folded).exists();
    }

    private int fold(Path net, Path folded, String seconds) {
        StringWriter printed = new StringWriter();
        int code = ReparamCommand.commandLine()
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(printed, true))
                .execute("fold", net.toString(), "-o", folded.toString(), "--count", "1", "--proof-time", seconds);
        out = printed.toString();
        return code;
    }

    /** What so many rounds take on this machine. */
    private static double seconds(long rounds) {
        try (OrtModel model = new OrtModel(loop(rounds), SessionSettings.reference(1))) {
            long start = System.nanoTime();
            model.run(Map.of("x", FloatTensor.zeros(1, 3)));
            return (System.nanoTime() - start) / 1e9;
        }
    }

    private static byte[] loop(long rounds) {
        GraphBuilder body = GraphBuilder.of("body").irVersion(10).opset(17);
        body.node("Identity", "again", Attributes.none(), "condition");
        body.node("Sin", "next", Attributes.none(), "state");
        body.output(Value.tensor("again", ElementType.BOOL, List.of())).output("next", 1, 3);
        Graph inner = body.buildBody()
                .addInput(Value.tensor("round", ElementType.INT64, List.of()))
                .addInput(Value.tensor("condition", ElementType.BOOL, List.of()))
                .addInput(Value.tensor("state", ElementType.FLOAT, Dim.list(1, 3)));
        GraphBuilder builder =
                GraphBuilder.of("long").irVersion(10).opset(17).input("x", 1, 3).output("y", 1, 3);
        builder.initializer("rounds", new long[] {}, new long[] {rounds});
        builder.node("Loop", "z", Attributes.none().withGraph("body", inner), "rounds", "", "x");
        builder.node("Identity", "y", Attributes.none(), "z");
        return OnnxFile.bytes(builder.build());
    }
}
