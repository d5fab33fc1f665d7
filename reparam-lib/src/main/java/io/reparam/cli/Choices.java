package io.reparam.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
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
            List<String> constants = type.isEnum()
                    ? Stream.of(type.getEnumConstants()).map(Object::toString).toList()
                    : List.of();
            // an option that names its choices itself keeps them
            boolean own = option.completionCandidates() != null
                    && !constants.equals(
                            StreamSupport.stream(option.completionCandidates().spliterator(), false)
                                    .toList());
            if (type.isEnum() && !own && option.group() == null) {
                List<String> names = constants.stream()
                        .map(constant -> constant.toLowerCase(Locale.ROOT))
                        .toList();
                command.remove(option);
                command.addOption(
                        OptionSpec.builder(option).completionCandidates(names).build());
            }
        }
        line.getSubcommands().values().forEach(Choices::arrange);
    }
}
