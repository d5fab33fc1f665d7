package io.reparam.service.access;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The secrets of those who may ask.
 *
 * @param apiKeys each 16 or more visible ASCII characters; empty: everyone may ask
 */
@ConfigurationProperties("reparam")
public record ApiKeySettings(@DefaultValue List<String> apiKeys) {
    private static final int SHORTEST = 16;

    /** @throws IllegalArgumentException if a key is too short or could not stand in a header; it is named by its number alone */
    public ApiKeySettings {
        for (int i = 0; i < apiKeys.size(); i++) {
            String key = apiKeys.get(i);
            if (key.length() < SHORTEST || !key.chars().allMatch(c -> c > ' ' && c <= '~')) {
                throw new IllegalArgumentException("reparam.api-keys[" + i + "] has " + key.length()
                        + " characters; a key is " + SHORTEST + " or more visible ASCII characters without a space,"
                        + " such as `openssl rand -hex 32` prints");
            }
        }
        apiKeys = List.copyOf(apiKeys);
    }

    /** Without the keys, so that no log gets them. */
    @Override
    public String toString() {
        return "ApiKeySettings[" + apiKeys.size() + " keys]";
    }
}
