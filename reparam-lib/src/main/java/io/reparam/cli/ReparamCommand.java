package io.reparam.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** {@code reparam}: the root of the command line. */
@Command(
        name = "reparam",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Attention's accuracy at the plain net's speed: train, export, fold, calibrate, verify, bench.",
        footer = {
            "",
            "'reparam help COMMAND' explains a command. In bash or zsh, this completes",
            "commands and options with the tab key: source <(reparam generate-completion)",
            "REPARAM_OPTS holds options of the JVM, such as -Xmx8g."
        })
public final class ReparamCommand {
    private static final List<Class<?>> COMMANDS = List.of(
            DataCommand.class,
            TrainCommand.class,
            ObserveCommand.class,
            ExportCommand.class,
            FoldCommand.class,
            CalibrateCommand.class,
            VerifyCommand.class,
            EvaluateCommand.class,
            PredictCommand.class,
            BenchCommand.class,
            BundleCommand.class,
            HelpCommand.class,
            AutoComplete.GenerateCompletion.class);

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Say everything: all that stays after a fold, and where in the program an error came from.")
    private boolean verbose;

    boolean verbose() {
        return verbose;
    }

    public static void main(String[] args) {
        // DJL tells at length how it starts
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        named(args).ifPresent(Ahead::load);
        System.exit(commandLine(args).execute(args));
    }

    /** Knows only the command that the words begin with, for each one takes time at every start; all where they do not tell. */
    static CommandLine commandLine(String... args) {
        return commandLine(named(args).<List<Class<?>>>map(List::of).orElse(COMMANDS));
    }

    /** Other options before a command, such as --help, are about all of them. */
    private static Optional<Class<?>> named(String... args) {
        String first = Stream.of(args)
                .filter(word -> !word.equals("--verbose"))
                .findFirst()
                .orElse("");
        return COMMANDS.stream()
                .filter(type -> type.getSimpleName().equalsIgnoreCase(first + "Command") && type != HelpCommand.class)
                .findFirst();
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        ReparamCommand root = new ReparamCommand();
        CommandLine line = new CommandLine(root);
        commands.forEach(line::addSubcommand);
        Descriptions.arrange(line);
        Examples.arrange(line);
        Choices.arrange(line);
        Optional.ofNullable(line.getSubcommands().get("fold")).ifPresent(FoldHelp::addTo);
        return line.setExecutionExceptionHandler(new ErrorLine(root::verbose))
                .setExecutionStrategy(ErrorLine.withinMemory(new RunLast()))
                .setParameterExceptionHandler(ErrorLine::usage)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }
}
