package io.reparam.service.access;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells who may ask. Any number of threads may share it. */
@Component
final class ApiKeys {
    /** The header with a key alone, on both transports. */
    static final String HEADER = "X-Api-Key";

    static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "Bearer ";

    private final List<byte[]> digests;

    ApiKeys(ApiKeySettings settings) {
        digests = settings.apiKeys().stream().map(ApiKeys::digest).toList();
    }

    /** Whether anyone is kept out. */
    boolean required() {
        return !digests.isEmpty();
    }

    /**
     * Lets a caller in or not.
     *
     * @param authorization the header's value; null if there is none
     * @param key the value of the header {@link #HEADER}, which comes first; null if there is none
     * @throws ServiceException UNAUTHENTICATED
     */
    void require(@Nullable String authorization, @Nullable String key) {
        String given = key;
        if (given == null
                && authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            given = authorization.substring(BEARER.length()).strip();
        }
        if (given == null) {
            throw refused("there is no API key");
        }
        if (!known(digest(given))) {
            throw refused("the API key is not known here");
        }
    }

    /** Every key is compared in full, and as a digest, so that the time tells nothing about any of them. */
    private boolean known(byte[] given) {
        boolean known = false;
        for (byte[] digest : digests) {
            known |= MessageDigest.isEqual(digest, given);
        }
        return known;
    }

    private static ServiceException refused(String problem) {
        return new ServiceException(
                ErrorKind.UNAUTHENTICATED,
                problem + "; send one as '" + AUTHORIZATION + ": Bearer KEY' or '" + HEADER + ": KEY'");
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
