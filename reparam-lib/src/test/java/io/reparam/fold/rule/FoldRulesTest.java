package io.reparam.fold.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.FoldRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FoldRulesTest {
    private static List<String> names(List<String> only, List<String> skip) {
        return FoldRules.selected(only, skip).stream().map(FoldRule::name).toList();
    }

    @Test
    void standard_namesAreDistinct() {
        assertThat(FoldRules.standard().stream().map(FoldRule::name)).doesNotHaveDuplicates();
    }

    @Test
    void selected_onlyAndSkip() {
        assertThat(names(List.of("FactorChain", "BatchNormIntoConv"), List.of()))
                .containsExactly("BatchNormIntoConv", "FactorChain");
        assertThat(names(List.of("FactorChain", "BatchNormIntoConv"), List.of("FactorChain")))
                .containsExactly("BatchNormIntoConv");
        assertThat(names(List.of(), List.of("FactorChain")))
                .hasSize(FoldRules.standard().size() - 1)
                .doesNotContain("FactorChain");
        assertThat(names(List.of(FoldPipeline.DEAD_CODE), List.of())).isEmpty();
    }

    @Test
    void selected_unknownName() {
        assertThatThrownBy(() -> FoldRules.selected(List.of("BatchNormIntoCnv"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "no rule is called BatchNormIntoCnv; there are ConstantCondition, CastLikeOfKnownType, ")
                .hasMessageContaining("BatchNormIntoConv");
    }

    /** X and Y of the table stand for kinds of layer or of source. */
    @Test
    void readme_tellsOfEveryRule() throws IOException {
        List<String> told = Files.readAllLines(Path.of("README.md")).stream()
                .dropWhile(line -> !line.equals("## What folds"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| ") && !line.startsWith("| rule "))
                .map(line -> line.split("\\|")[1].strip())
                .toList();
        List<String> rules = names(List.of(), List.of());
        assertThat(rules.stream().filter(rule -> told.stream().noneMatch(name -> rule.matches(pattern(name)))))
                .as("rules without a line in README.md, section 'What folds': add one")
                .isEmpty();
        assertThat(told)
                .as("lines of README.md, section 'What folds', for rules that are gone: remove them")
                .allMatch(name -> name.equals(FoldPipeline.DEAD_CODE)
                        || rules.stream().anyMatch(rule -> rule.matches(pattern(name))));
    }

    private static String pattern(String name) {
        return name.replaceAll("(?<=Into|Next)[XY]$|^X(?=Into)", "[A-Za-z]+");
    }
}
