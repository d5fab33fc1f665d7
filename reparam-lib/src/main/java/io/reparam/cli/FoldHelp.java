package io.reparam.cli;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.FoldRule;
import io.reparam.fold.rule.FoldRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The rules in {@code reparam fold --help}: what {@code --only} and {@code --skip} take. */
final class FoldHelp {
    private static final String SECTION = "rules";
    private static final int WIDTH = 80;

    private FoldHelp() {}

    static void addTo(CommandLine fold) {
        List<String> keys = new ArrayList<>(fold.getHelpSectionKeys());
        keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_EXIT_CODE_LIST_HEADING), SECTION);
        fold.setHelpSectionKeys(keys);
        fold.getHelpSectionMap().put(SECTION, help -> text());
    }

    /** In their order; those of one source stand together: {@code BatchNormInto: BatchNorm, Conv}. */
    static String text() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (FoldRule rule : FoldRules.standard()) {
            String name = rule.name();
            int into = name.indexOf("Into");
            int end = into < 0 ? 0 : into + (name.startsWith("IntoNext", into) ? "IntoNext" : "Into").length();
            groups.computeIfAbsent(name.substring(0, end), source -> new ArrayList<>())
                    .add(name.substring(end));
        }
        StringBuilder text = new StringBuilder(String.format(
                "%nRules, of which --only and --skip take the names; %s is always done:%n", FoldPipeline.DEAD_CODE));
        groups.forEach((source, names) -> {
            StringBuilder line = new StringBuilder(source.isEmpty() ? "  " : "  " + source + " + ");
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i) + (i < names.size() - 1 ? ", " : "");
                if (line.length() + name.length() > WIDTH) {
                    text.append(line.toString().stripTrailing()).append(System.lineSeparator());
                    line = new StringBuilder("    ");
                }
                line.append(name);
            }
            text.append(line).append(System.lineSeparator());
        });
        return text.toString();
    }
}
