package io.reparam.service.access;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells a page of another origin from everyone else. Where no key is asked, any page that a user of the service's network opens could
 * send it requests. A browser asks first only if a request could not come from a plain form.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#simple-header">Fetch: what a browser sends without asking</a>
 */
final class BrowserOrigin {
    /** A name can be made to point here by whoever owns it, and its pages would then count as ours. An address can not. */
    private static final Pattern ADDRESS =
            Pattern.compile("(localhost|[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+])(:[0-9]+)?");

    private BrowserOrigin() {}

    /** @throws ServiceException FORBIDDEN if the request comes from a page of another origin, or may do so */
    static void requireOwn(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw foreign();
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !isOwn(origin, request.getHeader("Host"))) {
            throw foreign();
        }
        if (couldBeAForm(request)) {
            throw new ServiceException(
                    ErrorKind.FORBIDDEN,
                    "a web form could send this content type; send JSON as application/json, or no body and no content type");
        }
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        String authority = origin.substring(origin.indexOf("://") < 0 ? 0 : origin.indexOf("://") + 3)
                .toLowerCase(Locale.ROOT);
        return host != null
                && authority.equals(host.toLowerCase(Locale.ROOT))
                && ADDRESS.matcher(authority).matches();
    }

    /**
     * A form of an old browser brings no {@code Origin}. Of its three content types, curl and Triton's C++ client use the first as
     * well; no form can make JSON of it, so one with a body is left to the reader of the JSON.
     */
    private static boolean couldBeAForm(HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null) {
            return false;
        }
        String plain = type.strip().toLowerCase(Locale.ROOT);
        return plain.startsWith("text/plain")
                || plain.startsWith("multipart/")
                || (plain.startsWith("application/x-www-form-urlencoded") && request.getContentLengthLong() == 0);
    }

    private static ServiceException foreign() {
        return new ServiceException(
                ErrorKind.FORBIDDEN,
                "a web page may not load or unload models, unless it comes from this service by its address;"
                        + " use a client, or set reparam.api-keys and reparam.admin-keys");
    }
}
