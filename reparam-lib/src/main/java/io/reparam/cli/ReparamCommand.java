package io.reparam.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code java -jar reparam.jar}: the root of the command line. */
@Command(
        name = "reparam",
        mixinStandardHelpOptions = true,
        subcommands = {TrainCommand.class, ExportCommand.class, BundleCommand.class},
        description = "Attention's accuracy at the plain net's speed: train, export, fold, verify, bench.")
public final class ReparamCommand {
    public static void main(String[] args) {
        System.exit(new CommandLine(new ReparamCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }
}
