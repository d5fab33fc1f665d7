package io.reparam.service.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.service.error.ServiceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class BrowserOriginTest {
    @Test
    void clientsOfTriton_andCurl_passUnmodified() {
        assertPasses(request(), "");
        MockHttpServletRequest json = request();
        json.setContentType("application/json");
        assertPasses(json, "{}");
        MockHttpServletRequest curl = request(); // curl -d '{}'
        curl.setContentType("application/x-www-form-urlencoded");
        assertPasses(curl, "{}");
    }

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, localhost:8080",
        "http://localhost:3000, localhost:8080",
        "null, localhost:8080",
        "http://localhost:8080.evil.example, localhost:8080",
        // a name that was made to point here: its page and this service then look like one origin
        "http://evil.example:8080, evil.example:8080"
    })
    void pageOfAnotherOrigin_isRefused(String origin, String host) {
        MockHttpServletRequest request = request();
        request.addHeader("Origin", origin);
        request.addHeader("Host", host);
        assertRefused(request);
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:8080, localhost:8080", "https://10.1.2.3, 10.1.2.3", "http://[::1]:8080, [::1]:8080"})
    void ownPage_passes(String origin, String host) {
        MockHttpServletRequest request = request();
        request.addHeader("Origin", origin);
        request.addHeader("Host", host);
        request.addHeader("Sec-Fetch-Site", "same-origin");
        assertPasses(request, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void fetchFromElsewhere_isRefused(String site) {
        MockHttpServletRequest request = request();
        request.addHeader("Sec-Fetch-Site", site);
        assertRefused(request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/plain;charset=UTF-8",
                "multipart/form-data; boundary=b",
                "application/x-www-form-urlencoded"
            })
    void formWithoutAnOrigin_isRefused(String type) {
        MockHttpServletRequest request = request();
        request.setContentType(type);
        request.setContent(new byte[0]);
        assertRefused(request);
    }

    private static MockHttpServletRequest request() {
        return new MockHttpServletRequest("POST", "/v2/repository/models/m/load");
    }

    private static void assertPasses(MockHttpServletRequest request, String body) {
        request.setContent(body.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThatCode(() -> BrowserOrigin.requireOwn(request)).doesNotThrowAnyException();
    }

    private static void assertRefused(MockHttpServletRequest request) {
        assertThatThrownBy(() -> BrowserOrigin.requireOwn(request)).isInstanceOf(ServiceException.class);
    }
}
