package io.reparam.fold.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.fold.FoldPipeline;
import io.reparam.fold.FoldRule;
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
                        "no rule is called BatchNormIntoCnv; there are CastLikeOfKnownType, ConstantSubgraph, ")
                .hasMessageContaining("BatchNormIntoConv");
    }
}
