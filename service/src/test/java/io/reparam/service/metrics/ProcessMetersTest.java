package io.reparam.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Path root;

    ProcessMetersTest(@TempDir Path root) {
        this.root = root;
    }

    @ParameterizedTest
    @CsvSource({
        "sys/fs/cgroup/cpu.stat, throttled_usec 2500000",
        "sys/fs/cgroup/cpu/cpu.stat, throttled_time 2500000000"
    })
    void throttling_isReadFromBothVersionsOfCgroups(String file, String line) throws IOException {
        write(file, "nr_periods 7\n" + line + "\n");
        new ProcessMeters(root).bindTo(registry);
        assertThat(registry.get("process.cpu.throttled").functionCounter().count())
                .isEqualTo(2.5);
    }

    @Test
    void residentMemory_isReadInBytes() throws IOException {
        write("proc/self/status", "Name:\tjava\nVmRSS:\t  3 kB\n");
        new ProcessMeters(root).bindTo(registry);
        assertThat(registry.get("process.resident.memory").gauge().value()).isEqualTo(3 * 1024);
    }

    @Test
    void kernelWithoutTheFiles_hasNoSeries() {
        new ProcessMeters(root).bindTo(registry);
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void thisProcess_isLargerThanItsHeap() {
        new ProcessMeters().bindTo(registry);
        Runtime runtime = Runtime.getRuntime();
        assertThat(registry.get("process.resident.memory").gauge().value())
                .isGreaterThan((runtime.totalMemory() - runtime.freeMemory()) / 2.0);
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
