package io.reparam.service.access;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The secrets of those who may ask.
 *
 * @param apiKeys of those who may use models, each 16 or more visible ASCII characters; empty: everyone may
 * @param adminKeys of those who may load and unload models, too; of the same form. Empty: nobody may where there are API keys,
 *     everybody where there are none
 */
@ConfigurationProperties("reparam")
public record ApiKeySettings(
        @DefaultValue List<String> apiKeys, @DefaultValue List<String> adminKeys) {
    private static final int SHORTEST = 16;

    /** @throws IllegalArgumentException if a key is too short or could not stand in a header; it is named by its number alone */
    public ApiKeySettings {
        apiKeys = checked("reparam.api-keys", apiKeys);
        adminKeys = checked("reparam.admin-keys", adminKeys);
    }

    private static List<String> checked(String name, List<String> keys) {
        for (int i = 0; i < keys.size(); i++) {
            String key = keys.get(i);
            if (key.length() < SHORTEST || !key.chars().allMatch(c -> c > ' ' && c <= '~')) {
                throw new IllegalArgumentException(name + "[" + i + "] has " + key.length() + " characters; a key is "
                        + SHORTEST + " or more visible ASCII characters without a space,"
                        + " such as `openssl rand -hex 32` prints");
            }
        }
        return List.copyOf(keys);
    }

    /** Without the keys, so that no log gets them. */
    @Override
    public String toString() {
        return "ApiKeySettings[" + apiKeys.size() + " keys, " + adminKeys.size() + " admin keys]";
    }
}
