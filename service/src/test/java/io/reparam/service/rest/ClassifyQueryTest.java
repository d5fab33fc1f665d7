package io.reparam.service.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.error.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassifyQueryTest {
    @Test
    void parse_allParameters_areRead() {
        assertThat(ClassifyQuery.parse("timeout=250&variant=reparam&topK=3&model=cifar%31%30&other=1"))
                .isEqualTo(new ClassifyQuery("cifar10", "reparam", 3, 250));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "&", "variant", "variant=", "topK=&model="})
    void parse_nothing_leavesTheDefaults(String query) {
        assertThat(ClassifyQuery.parse(query)).isEqualTo(new ClassifyQuery(null, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "topK=abc",
                "topK=1.5",
                "timeout=0",
                "timeout=-5",
                "timeout=soon",
                "topK=99999999999",
                "variant=%zz",
                "model=%"
            })
    void parse_nonsense_isRefused(String query) {
        assertThatThrownBy(() -> ClassifyQuery.parse(query)).isInstanceOf(ServiceException.class);
    }
}
