package io.reparam.cli;

import java.util.Objects;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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
        },
        subcommands = {
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
            CommandLine.HelpCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class ReparamCommand {
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
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        ReparamCommand root = new ReparamCommand();
        CommandLine line = new CommandLine(root);
        Descriptions.arrange(line);
        Choices.arrange(line);
        FoldHelp.addTo(Objects.requireNonNull(line.getSubcommands().get("fold")));
        return line.setExecutionExceptionHandler(new ErrorLine(root::verbose))
                .setExecutionStrategy(ErrorLine.withinMemory(new RunLast()))
                .setParameterExceptionHandler(ErrorLine::usage)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }
}
