package io.reparam.data.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyVariablesTest {
    private static final String DIRECT = "without a proxy";

    private final Map<String, String> properties = new HashMap<>();

    @BeforeEach
    void clear() {
        Stream.of("http.proxyHost", "https.proxyHost", "https.proxyPort").forEach(name -> {
            properties.put(name, System.getProperty(name, ""));
            System.clearProperty(name);
        });
    }

    @AfterEach
    void restore() {
        properties.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    private static String way(String address, String... variables) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return new ProxyVariables(environment).way(URI.create(address));
    }

    @Test
    void variable_countsForItsScheme_inBothSpellings() {
        assertThat(way("https://a.example/x", "https_proxy", "http://127.0.0.1:3128/"))
                .isEqualTo("by the proxy 127.0.0.1:3128");
        assertThat(way("https://a.example/x", "HTTPS_PROXY", "me:secret@127.0.0.1"))
                .isEqualTo("by the proxy 127.0.0.1:80");
        assertThat(way("http://a.example/x", "https_proxy", "http://127.0.0.1:3128"))
                .startsWith(DIRECT);
        assertThat(way("http://a.example/x", "http_proxy", " ")).startsWith(DIRECT);
    }

    @ParameterizedTest
    @CsvSource({
        "a.example, true",
        "example, true",
        "'b.org , .Example', true",
        "*.example, true",
        "*, true",
        "a.example:80, true",
        "a.example:81, false",
        "ample, false",
        "b.a.example, false",
        "',', false"
    })
    void noProxy_exceptsHostsAndWhatIsBelowThem(String hosts, boolean excepted) {
        String way = way("http://a.example/x", "http_proxy", "127.0.0.1:3128", "NO_PROXY", hosts);
        assertThat(way.startsWith(DIRECT)).isEqualTo(excepted);
    }

    @Test
    void propertiesOfJava_comeFirst() {
        System.setProperty("https.proxyHost", "127.0.0.2");
        System.setProperty("https.proxyPort", "81");
        assertThat(way("https://a.example/x", "https_proxy", "127.0.0.1:3128")).isEqualTo("by the proxy 127.0.0.2:81");
        assertThat(way("https://localhost/x", "https_proxy", "127.0.0.1:3128")).startsWith(DIRECT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://127.0.0.1:1080", "https://127.0.0.1", "http://", "a b"})
    void proxyThatCannotBeUsed_isNamedByItsVariable(String value) {
        assertThatThrownBy(() -> way("http://a.example/x", "http_proxy", value))
                .hasMessage("http_proxy does not name a proxy such as http://proxy.example:3128");
    }
}
