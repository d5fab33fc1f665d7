package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;

class ErrorLineTest {
    @Test
    void withinMemory_saysWhatToGive() {
        assertSaidWhatToGive(new OutOfMemoryError("Java heap space"));
    }

    @Test
    void memoryThatAnotherThreadLacked_isNoUnexpectedError() {
        assertSaidWhatToGive(new CompletionException(new OutOfMemoryError("Java heap space")));
    }

    private static void assertSaidWhatToGive(Throwable thrown) {
        StringWriter err = new StringWriter();
        CommandLine command = ReparamCommand.commandLine()
                .setErr(new PrintWriter(err, true))
                .setExecutionStrategy(ErrorLine.withinMemory(parsed -> {
                    if (thrown instanceof Error error) {
                        throw error;
                    }
                    throw new ExecutionException(parsed.commandSpec().commandLine(), "as if", thrown);
                }));
        assertThat(command.execute("fold", "in.onnx", "-o", "out.onnx")).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("not enough memory (Java heap space)", " MiB", "-Xmx");
    }
}
