package io.reparam.cli;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What a word on the command line that nothing takes was meant to be. */
final class Mistyped {
    private Mistyped() {}

    /** Names the word, and the commands or options that are nearest to it, by a letter or two. */
    static String problem(CommandLine command, String word) {
        boolean option = word.startsWith("-");
        boolean commands = !option && !command.getSubcommands().isEmpty();
        String what = option ? "unknown option '" : commands ? "unknown command '" : "unexpected argument '";
        Stream<String> known = commands
                ? command.getSubcommands().keySet().stream()
                : command.getCommandSpec().optionsMap().keySet().stream().filter(name -> option);
        return what + word + "'" + meant(word.replaceFirst("=.*", ""), known);
    }

    /** Which of the known words are nearest to this one, as the end of a sentence; empty if none is near. */
    static String meant(String word, Stream<String> known) {
        SortedMap<Integer, List<String>> byEdits =
                known.distinct().sorted().collect(groupingBy(other -> distance(word, other), TreeMap::new, toList()));
        int most = word.length() < 5 ? 1 : 2;
        return byEdits.isEmpty() || byEdits.firstKey() > most
                ? ""
                : "; did you mean '" + String.join("' or '", byEdits.get(byEdits.firstKey())) + "'?";
    }

    /** By letters, capital or not; an option that says no is near to the one that would say yes, which there often is not. */
    private static int distance(String typed, String known) {
        String word = typed.toLowerCase(Locale.ROOT);
        String other = known.toLowerCase(Locale.ROOT);
        return other.startsWith("--no-")
                ? Math.min(edits(word, other), edits(word, "--" + other.substring("--no-".length())))
                : edits(word, other);
    }

    /** An option with a value that is not one of its choices. */
    static String choice(String option, String value, List<String> choices) {
        return "option '" + option + "' is '" + value + "'; it must be one of " + String.join(", ", choices)
                + meant(value.toLowerCase(Locale.ROOT), choices.stream());
    }

    /** The first option that the command does not have; empty if it has all. */
    static Optional<String> option(CommandLine command, List<String> words) {
        Set<String> known = command.getCommandSpec().optionsMap().keySet();
        return words.stream()
                .takeWhile(word -> !word.equals("--"))
                .filter(word -> word.startsWith("--") && !known.contains(word.replaceFirst("=.*", "")))
                .findFirst();
    }

    /** Letters that are put in, left out, changed, or swapped with their neighbour: Damerau's distance. */
    static int edits(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int changed = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(changed, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[a.length()][b.length()];
    }
}
