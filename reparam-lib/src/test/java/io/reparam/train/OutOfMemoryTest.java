package io.reparam.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {
    @Test
    void pyTorchsWordsForTooLittleMemory_areKnown() {
        for (String words : List.of(
                "DefaultCPUAllocator: can't allocate memory: you tried to allocate 68719476736 bytes",
                "CUDA out of memory. Tried to allocate 2.00 GiB")) {
            assertThat(OutOfMemory.is(new EngineException(words))).isTrue();
        }
        assertThat(OutOfMemory.is(new EngineException("size mismatch"))).isFalse();
    }
}
