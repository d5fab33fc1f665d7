package io.reparam.service;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Memory of this process. */
final class NativeMemory {
    private static final int PIECE = 1 << 18; // bytes, small enough for a collector's smallest region
    private static final int READINGS = 8;
    private static final int PAUSE_MILLIS = 250;

    private NativeMemory() {}

    /**
     * Resident bytes beside the heap, which a collector may grow as it likes: the least of several readings, for what a collection
     * has found unused is given back a little later.
     */
    static long bytes() throws IOException, InterruptedException {
        long least = reading();
        for (int i = 1; i < READINGS; i++) {
            Thread.sleep(PAUSE_MILLIS);
            least = Math.min(least, reading());
        }
        return least;
    }

    private static long reading() throws IOException {
        System.gc();
        touchHeap();
        long kibibytes = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
        return 1024 * kibibytes
                - ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    }

    /** What is committed and never was written is not resident: it would count as growth as soon as it is. */
    private static void touchHeap() {
        Runtime runtime = Runtime.getRuntime();
        long committed = runtime.totalMemory();
        List<byte[]> filled = new ArrayList<>();
        while (runtime.totalMemory() == committed && runtime.freeMemory() > 2 * PIECE) {
            filled.add(new byte[PIECE]);
        }
        filled.clear();
    }
}
