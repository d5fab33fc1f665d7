package io.reparam.service.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What the kernel knows of this process and the JVM does not: all its memory, with that of native code, and how long its CPU quota
 * held it back. A file that this kernel lacks makes no series.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">cpu.stat of cgroup v2</a>
 */
@Component
final class ProcessMeters implements MeterBinder {
    private static final Path ROOT = Path.of("/");

    /** Where the file is, what the line begins with, and how many of its units make one of the meter's. */
    private record Line(String file, String key, double divisor) {
        double read(Path root) {
            try (var lines = Files.lines(root.resolve(file))) {
                return lines.filter(line -> line.startsWith(key))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / divisor)
                        .findFirst()
                        .orElse(Double.NaN);
            } catch (IOException e) {
                return Double.NaN;
            }
        }
    }

    private static final Line RESIDENT = new Line("proc/self/status", "VmRSS:", 1.0 / 1024);
    private static final List<Line> THROTTLED = List.of(
            new Line("sys/fs/cgroup/cpu.stat", "throttled_usec ", 1e6),
            new Line("sys/fs/cgroup/cpu/cpu.stat", "throttled_time ", 1e9));

    private final Path root;

    ProcessMeters() {
        this(ROOT);
    }

    ProcessMeters(Path root) {
        this.root = root;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (!Double.isNaN(RESIDENT.read(root))) {
            Gauge.builder(Metric.RESIDENT_MEMORY.id, root, RESIDENT::read)
                    .description(Metric.RESIDENT_MEMORY.description)
                    .baseUnit("bytes")
                    .register(registry);
        }
        THROTTLED.stream()
                .filter(line -> !Double.isNaN(line.read(root)))
                .findFirst()
                .ifPresent(line -> FunctionCounter.builder(Metric.CPU_THROTTLED.id, root, line::read)
                        .description(Metric.CPU_THROTTLED.description)
                        .baseUnit("seconds")
                        .register(registry));
    }
}
