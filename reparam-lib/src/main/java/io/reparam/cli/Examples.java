package io.reparam.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Examples in the help of commands, such that they can be pasted: a long one goes on in the next line behind a backslash. */
final class Examples {
    private static final String START = "  reparam ";
    private static final String NEXT = "      ";
    private static final String GOES_ON = " \\";
    private static final int WIDTH = 80;

    private Examples() {}

    /** Of a command line and all commands below it. */
    static void arrange(CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        List<String> footer = new ArrayList<>();
        for (String text : usage.footer()) {
            footer.addAll(text.startsWith(START) ? broken(text) : List.of(text));
        }
        usage.footer(footer.toArray(String[]::new));
        line.getSubcommands().values().forEach(Examples::arrange);
    }

    /** At spaces, an option with its value. */
    private static List<String> broken(String example) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(" ");
        for (String words : example.strip().split(" (?=-|&&)")) {
            if (line.length() + 1 + words.length() + GOES_ON.length() > WIDTH) {
                lines.add(line + GOES_ON);
                line = new StringBuilder(NEXT.substring(1));
            }
            line.append(' ').append(words);
        }
        lines.add(line.toString());
        return lines;
    }
}
