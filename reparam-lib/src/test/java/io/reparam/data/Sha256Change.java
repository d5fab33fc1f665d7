package io.reparam.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.reparam.artifact.Sha256;
import java.util.concurrent.Callable;

/** Whether a fingerprint follows a change. */
final class Sha256Change {
    private Sha256Change() {}

    static void assertChanges(Callable<Sha256> fingerprint, Callable<?> change) {
        try {
            Sha256 before = fingerprint.call();
            assertThat(fingerprint.call()).isEqualTo(before);
            change.call();
            assertThat(fingerprint.call()).isNotEqualTo(before);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
