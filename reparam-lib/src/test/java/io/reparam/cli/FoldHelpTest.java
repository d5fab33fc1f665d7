package io.reparam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.fold.FoldRule;
import io.reparam.fold.rule.FoldRules;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FoldHelpTest {
    @Test
    void usage_namesEveryRule() {
        String usage = Objects.requireNonNull(
                        ReparamCommand.commandLine().getSubcommands().get("fold"))
                .getUsageMessage();
        List<String> alone = FoldRules.standard().stream()
                .map(FoldRule::name)
                .filter(name -> !name.contains("Into"))
                .toList();
        assertThat(usage).contains(alone).contains("ChannelScaleInto + BatchNorm, Conv,", "BatchNormIntoNext + Conv,");
        assertThat(usage.indexOf("ConstantCondition")).isLessThan(usage.indexOf("Exit codes"));
        assertThat(FoldHelp.text().lines()).allMatch(line -> line.length() <= 80);
    }
}
