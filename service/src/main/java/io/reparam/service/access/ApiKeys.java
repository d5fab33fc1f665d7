package io.reparam.service.access;

import io.reparam.service.error.ErrorKind;
import io.reparam.service.error.ServiceException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells who may ask for what. Any number of threads may share it. */
@Component
final class ApiKeys {
    /** The header with a key alone, on both transports. */
    static final String HEADER = "X-Api-Key";

    static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "Bearer ";

    private final List<byte[]> users;
    private final List<byte[]> admins;

    ApiKeys(ApiKeySettings settings) {
        users = settings.apiKeys().stream().map(ApiKeys::digest).toList();
        admins = settings.adminKeys().stream().map(ApiKeys::digest).toList();
    }

    /** Whether anyone is kept out. */
    boolean required(Purpose purpose) {
        return switch (purpose) {
            case PROBE -> false;
            case USE -> !users.isEmpty();
            case CONTROL -> !users.isEmpty() || !admins.isEmpty();
        };
    }

    /**
     * Lets a caller in or not.
     *
     * @param authorization the header's value; null if there is none
     * @param key the value of the header {@link #HEADER}, which comes first; null if there is none
     * @throws ServiceException UNAUTHENTICATED; FORBIDDEN for control with a key that is good for use alone
     */
    void require(Purpose purpose, @Nullable String authorization, @Nullable String key) {
        if (!required(purpose)) {
            return;
        }
        String given = key;
        if (given == null
                && authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            given = authorization.substring(BEARER.length()).strip();
        }
        if (given == null) {
            throw refused("there is no API key");
        }
        byte[] digest = digest(given);
        boolean admin = among(admins, digest);
        boolean user = among(users, digest);
        if (!admin && !user) {
            throw refused("the API key is not known here");
        }
        if (purpose == Purpose.CONTROL && !admin) {
            throw new ServiceException(
                    ErrorKind.FORBIDDEN,
                    admins.isEmpty()
                            ? "this service lets nobody load or unload models: it has API keys, and no reparam.admin-keys"
                            : "this key may use models, not load or unload them; send one of reparam.admin-keys");
        }
    }

    /** Every key is compared in full, and as a digest, so that the time tells nothing about any of them. */
    private static boolean among(List<byte[]> digests, byte[] given) {
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

    /** What a call is for, which decides whose key it needs. */
    enum Purpose {
        /** What probes ask: whether the service, or a model that the caller can name, answers. Needs no key. */
        PROBE,
        /** Runs models, and asks what they are. */
        USE,
        /** Changes which models there are. */
        CONTROL
    }
}
