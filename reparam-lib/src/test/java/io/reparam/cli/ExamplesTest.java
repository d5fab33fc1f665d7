package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Examples in the help are pasted into a shell: no line is broken by the terminal's width, and every option is there. */
class ExamplesTest {
    static List<CommandLine> commands() {
        List<CommandLine> all = new ArrayList<>();
        add(ReparamCommand.commandLine(), all);
        return all;
    }

    private static void add(CommandLine command, List<CommandLine> all) {
        all.add(command);
        command.getSubcommands().values().forEach(below -> add(below, all));
    }

    /** Lines with what a backslash joins to them. */
    private static List<String> examples(CommandLine command) {
        return command.getUsageMessage(CommandLine.Help.Ansi.OFF)
                .replaceAll(" \\\\\\R +", " ")
                .lines()
                .filter(line -> line.startsWith("  reparam "))
                .flatMap(line -> Stream.of(line.replaceFirst(" #.*", "").split("&&")))
                .map(String::strip)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void joinedLines_parse(CommandLine command) {
        for (String example : examples(command)) {
            String[] words = example.split(" +");
            assertThat(words[0]).isEqualTo("reparam");
            assertThatCode(() -> ReparamCommand.commandLine().parseArgs(Arrays.copyOfRange(words, 1, words.length)))
                    .as(example)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void lines_areNotLongerThanATerminal(CommandLine command) {
        assertThat(command.getUsageMessage(CommandLine.Help.Ansi.OFF).lines())
                .as("picocli breaks longer ones, inside words")
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(command.getCommandSpec().usageMessage().footer())
                .filteredOn(line -> line.startsWith("  reparam ") || line.startsWith("      "))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void everyCommandThatTakesAModel_hasExamples() {
        assertThat(commands().stream().filter(command -> !examples(command).isEmpty()))
                .extracting(CommandLine::getCommandName)
                .contains(
                        "fold",
                        "verify",
                        "calibrate",
                        "train",
                        "export",
                        "bench",
                        "evaluate",
                        "bundle",
                        "predict",
                        "data",
                        "observe");
    }
}
