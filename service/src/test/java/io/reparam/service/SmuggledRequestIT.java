package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Requests whose length two servers could read differently: one answer, and the connection ends; the second request is never read. */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SmuggledRequestIT extends StartedService {
    private static final String SECOND = "GET /v2/models/smuggled HTTP/1.1|Host: localhost||";

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 55|Transfer-Encoding: chunked||0||, 400, empty",
        "Content-Length: 0|Content-Length: 50||, 400, malformed",
        "'Content-Length: 0, 50||', 400, malformed",
        "Content-Length: +0||, 400, malformed",
        "Content-Length: -1||, 400, malformed",
        "Content-Length: 99999999999999999999||, 400, malformed",
        "Content-Length: 0|Transfer-Encoding : chunked||, 400, malformed",
        "Content-Length: 0|Transfer-Encoding: xchunked||, 501, chunked",
        "Content-Length: 0|Transfer-Encoding: identity||, 501, chunked",
        "Transfer-Encoding: chunked|Transfer-Encoding: identity||0||, 400, malformed",
        "'Transfer-Encoding: chunked, identity||0||', 400, malformed",
        "Transfer-Encoding: chunked||fffffffffffffffff|abc|0||, 400, malformed",
        "Transfer-Encoding: chunked||-1|abc|0||, 400, malformed",
        "Content-Length: 3|Expect: 200-ok||abc, 417, 100-continue"
    })
    void request_ofDoubtfulLength_isAnsweredOnce(String headers, int status, String why) throws IOException {
        String answer = answer("POST /v1/classify HTTP/1.1|Host: localhost|" + headers + SECOND);
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains(why).doesNotContain("smuggled");
        assertThat(answer.split("HTTP/1.1 ", -1)).as(answer).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "GET /v2 HTTP/9.9|Host: a||, 505, not HTTP/1",
        "CONNECT evil:80 HTTP/1.1|Host: evil||, 501, CONNECT",
        "TRACE /v2 HTTP/1.1|Host: a|Connection: close||, 405, method",
        "GET /WEB-INF/web.xml HTTP/1.1|Host: a|Connection: close||, 404, nothing at this path",
        "GET /error HTTP/1.1|Host: a|Connection: close||, 404, nothing at this path"
    })
    void request_thatTheContainerRefuses_isToldWhy(String request, int status, String why) throws IOException {
        assertThat(answer(request)).startsWith("HTTP/1.1 " + status).contains(why);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/swagger-ui/..;/", "/v3/api-docs/..;/", "/samples/..;/"})
    void path_thatLeadsOut_isNoLineInTheLog(String path, CapturedOutput output) throws IOException {
        assertThat(answer("GET " + path + "stranger HTTP/1.1|Host: a|Connection: close||"))
                .startsWith("HTTP/1.1 4");
        assertThat(output).doesNotContain("stranger");
    }

    /** None is looked at: the eleventh language was a 500 and a stack trace, and cookies of other services on the same host a 400. */
    @ParameterizedTest
    @CsvSource({"Accept-Language, 'de;q=0.1,'", "Cookie, 'a=b;'"})
    void manyLanguagesOrCookies_areNotLookedAt(String name, String value, CapturedOutput output) throws IOException {
        assertThat(answer("GET /v2/models/cifar10 HTTP/1.1|Host: a|Connection: close|" + name + ": " + value.repeat(700)
                        + "||"))
                .startsWith("HTTP/1.1 200");
        assertThat(output).doesNotContain("Exception");
    }

    /** A client that asks first sends nothing. */
    @Test
    void bodyOverTheLimit_isRefusedBeforeItIsSent() throws IOException {
        assertThat(answer("POST /v1/classify HTTP/1.1|Host: localhost|Content-Length: 100000000000|"
                        + "Connection: close|Expect: 100-continue||"))
                .startsWith("HTTP/1.1 413");
    }

    /** All that comes until the connection ends. */
    private String answer(String lines) throws IOException {
        try (Socket socket = rest.connect()) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(lines.replace("|", "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
