package io.reparam.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Descriptions of commands as they are shown: a first sentence, which lists of commands show, and a paragraph of the terminal's width. */
final class Descriptions {
    private Descriptions() {}

    /** Of a command line and all commands below it. */
    static void arrange(CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        if (usage.header().length == 0 && usage.description().length > 0) {
            String text = String.join(" ", usage.description());
            int end = text.indexOf(". ");
            usage.header(end < 0 ? text : text.substring(0, end + 1));
            usage.description(end < 0 ? new String[0] : new String[] {text.substring(end + 2)});
        }
        line.getSubcommands().values().forEach(Descriptions::arrange);
    }
}
