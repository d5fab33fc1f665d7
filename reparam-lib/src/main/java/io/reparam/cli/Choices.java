package io.reparam.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Choices as people type them: {@code plain}, where Java says {@code PLAIN}; in help and completion. */
final class Choices {
    private Choices() {}

    /** Of a command line and all commands below it. */
    static void arrange(CommandLine line) {
        CommandSpec command = line.getCommandSpec();
        for (OptionSpec option : List.copyOf(command.options())) {
            Class<?> type = option.auxiliaryTypes()[0];
            if (type.isEnum() && option.group() == null) {
                List<String> names = Stream.of(type.getEnumConstants())
                        .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                        .toList();
                command.remove(option);
                command.addOption(
                        OptionSpec.builder(option).completionCandidates(names).build());
            }
        }
        line.getSubcommands().values().forEach(Choices::arrange);
    }
}
