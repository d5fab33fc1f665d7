package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReparamCommandTest {
    @TempDir
    private Path directory = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line =
                ReparamCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    @Test
    void mistypedCommand_isToldWhatWasMeant() {
        assertThat(run("fodl", "net.onnx")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("'fodl'", "did you mean", "fold").hasLineCount(1);
    }

    @Test
    void mistypedCommandWithMore_isTheOnlyThingNamed() {
        assertThat(run("flod", "net.onnx", "-o", "x.onnx")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("unknown command 'flod'; did you mean 'fold'?")
                .doesNotContain("x.onnx");
    }

    @Test
    void nothing_showsTheCommands() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Usage: reparam", "calibrate");
    }

    @Test
    void argumentTooMany_isNamed() {
        assertThat(run("bench", "a.onnx", "b.onnx", "c.onnx")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("unexpected argument 'c.onnx'").hasLineCount(1);
    }

    @Test
    void mistypedOption_isToldWhatWasMeant() {
        assertThat(run("bench", "a.onnx", "b.onnx", "--secods", "3")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("did you mean '--seconds'").hasLineCount(1);
    }

    @Test
    void optionThatOnlySaysNo_isMeantByTheOneThatSaysYes() {
        for (String word : List.of("--verfiy", "--verify", "--no-verfy")) {
            assertThat(run("fold", "net.onnx", word, "-o", "x.onnx")).isEqualTo(ExitCode.USAGE);
            assertThat(err.toString()).contains("unknown option '" + word + "'; did you mean '--no-verify'?");
        }
    }

    @Test
    void mistypedRule_isToldWhatWasMeant() throws IOException {
        Path net = Files.createFile(directory.resolve("net.onnx"));
        String target = directory.resolve("x.onnx").toString();
        assertThat(run("fold", net.toString(), "-o", target, "--skip", "BatchNormToConv"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("no rule is called 'BatchNormToConv'; did you mean 'BatchNormIntoConv'?")
                .hasLineCount(1)
                .doesNotContain("LayoutChain");
    }

    @Test
    void mistypedOption_isNamedAlsoWhereItIsRequired() {
        assertThat(run("calibrate", "a.onnx", "--imgaes", "b", "-o", "c.onnx")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("unknown option '--imgaes'; did you mean '--images'?")
                .hasLineCount(1);
    }

    @Test
    void mistypedChoice_isToldWhatWasMeant() {
        assertThat(run("train", "--data", "d", "--out", "r", "--mode", "ars")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains(
                        "option '--mode' is 'ars'; it must be one of plain, attention, asr, both; did you mean 'asr'?")
                .hasLineCount(1);
    }

    @Test
    void helpForAMistypedCommand_isToldWhatWasMeant() {
        assertThat(run("help", "fodl")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("unknown command 'fodl'; did you mean 'fold'?")
                .hasLineCount(1);
    }

    @Test
    void requiredOption_isNamedWhereItIsMissing() {
        assertThat(run("calibrate", "a.onnx", "-o", "c.onnx")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("--images")
                .doesNotContain("unknown")
                .hasLineCount(1);
    }

    /** Only the named command is set up at a start, and that must not show. */
    @Test
    void helpBeforeACommand_showsAllCommands() {
        for (List<String> words : List.of(List.of("--help", "fold"), List.of("help", "fold"), List.of("fld"))) {
            assertThat(ReparamCommand.commandLine(words.toArray(String[]::new)).getSubcommands())
                    .as(words.toString())
                    .containsKeys("fold", "calibrate", "help");
        }
        assertThat(ReparamCommand.commandLine("--verbose", "fold", "x.onnx").getSubcommands())
                .containsOnlyKeys("fold");
    }

    @Test
    void help_explainsACommand() {
        assertThat(run("help", "fold")).isZero();
        assertThat(out.toString()).contains("Usage: reparam fold", "Exit codes");
    }

    @Test
    void help_hasWholeSentencesWithinTheTerminal() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).containsPattern("calibrate {2,}Takes [^.]*weights\\.\\s+verify");
        assertThat(run("help", "calibrate")).isZero();
        assertThat(out.toString().split("Usage: reparam calibrate")[1])
                .contains("Lossy, unlike fold")
                .doesNotContain("Takes");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80, "at most 80 characters");
    }

    @Test
    void completion_isAScriptThatKnowsTheCommands() {
        assertThat(run("generate-completion")).isZero();
        assertThat(out.toString())
                .contains("complete -F", "calibrate", "zsh", "\"plain\" \"attention\"", "\"resnet164\"", "\"lines\"");
    }
}
