package io.reparam.data.published;

import io.reparam.data.DataException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server says that it sends: an error page or another file is refused before a byte of it is taken. */
final class RangeResponse {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int PROXY_WANTS_A_NAME = 407;
    private static final int PAST_THE_END = 416;
    private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18}|\\*)");

    private RangeResponse() {}

    /**
     * @param have bytes of the file, from which on the rest was asked for
     * @param bytes of the whole file
     * @return the byte of the file with which the body begins: the first one that is missing, or 0
     * @throws DataException if it is not the file
     */
    static long begin(HttpResponse<?> answer, URI from, long have, long bytes) throws DataException {
        HttpHeaders headers = answer.headers();
        switch (answer.statusCode()) {
            case OK -> {
                OptionalLong length = headers.firstValueAsLong("Content-Length");
                if (length.isPresent() && length.getAsLong() != bytes) {
                    throw another(from, "sends " + length.getAsLong() + " bytes instead of " + bytes);
                }
                String type = headers.firstValue("Content-Type").orElse("");
                if (type.startsWith("text/")) {
                    throw another(from, "sends " + type + " instead of an archive");
                }
                return 0;
            }
            case PARTIAL -> {
                String range = headers.firstValue("Content-Range").orElse("");
                Matcher says = RANGE.matcher(range);
                boolean fits = says.matches()
                        && Long.parseLong(says.group(1)) == have
                        && (says.group(2).equals("*") || Long.parseLong(says.group(2)) == bytes);
                if (!fits) {
                    throw another(
                            from,
                            "sends '" + range + "' instead of 'bytes " + have + "-" + (bytes - 1) + "/" + bytes + "'");
                }
                return have;
            }
            case PAST_THE_END -> throw another(from, "has not more than " + have + " bytes instead of " + bytes);
            case PROXY_WANTS_A_NAME ->
                throw new DataException("the proxy on the way to " + from
                        + " wants a name and a password, which are not sent; use another one, or none (no_proxy)");
            default ->
                throw new DataException(from + " answers " + answer.statusCode() + "; --url names another place");
        }
    }

    private static DataException another(URI from, String what) {
        return new DataException(from + " " + what + ": an error page, the page of a network's login, or another file;"
                + " nothing of it is kept, try again or use another --url");
    }
}
