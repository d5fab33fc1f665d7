package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ErrorLineTest {
    @Test
    void withinMemory_saysWhatToGive() {
        StringWriter err = new StringWriter();
        CommandLine command = ReparamCommand.commandLine()
                .setErr(new PrintWriter(err, true))
                .setExecutionStrategy(ErrorLine.withinMemory(parsed -> {
                    throw new OutOfMemoryError("Java heap space");
                }));
        assertThat(command.execute("fold", "in.onnx", "-o", "out.onnx")).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("not enough memory (Java heap space)", " MiB", "-Xmx");
    }
}
