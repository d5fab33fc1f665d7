package io.reparam.service;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Resident memory of this process beside the heap: the mappings of {@code /proc/self/smaps} outside the heap's addresses. A difference
 * of resident and committed memory would not do: what a collector commits becomes resident only as it is written.
 */
final class NativeMemory {
    private static final int READINGS = 8;
    private static final int PAUSE_MILLIS = 250;
    private static final Pattern RANGE = Pattern.compile("\\[0x([0-9a-f]+),.*?0x([0-9a-f]+)\\)");
    private static final Pattern MAPPING = Pattern.compile("^([0-9a-f]+)-[0-9a-f]+ .*");

    private record Addresses(long from, long to) {
        boolean contains(long address) {
            return address >= from && address < to;
        }
    }

    private NativeMemory() {}

    /** The least of several readings, in bytes: what a collection has found unused is given back a little later. */
    static long bytes() throws IOException, InterruptedException, JMException {
        List<Addresses> heap = heap();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            System.gc();
            Thread.sleep(PAUSE_MILLIS);
            least = Math.min(least, outside(heap));
        }
        return least;
    }

    /** What HotSpot reserved for each generation, or for all: the first and the last address of a line. */
    private static List<Addresses> heap() throws JMException {
        String info = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcHeapInfo", null, null);
        List<Addresses> heap = new ArrayList<>();
        Matcher range = RANGE.matcher(info);
        while (range.find()) {
            heap.add(new Addresses(Long.parseLong(range.group(1), 16), Long.parseLong(range.group(2), 16)));
        }
        if (heap.isEmpty()) {
            throw new IllegalStateException("no address of the heap in: " + info);
        }
        return heap;
    }

    private static long outside(List<Addresses> heap) throws IOException {
        long kibibytes = 0;
        boolean counts = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            Matcher mapping = MAPPING.matcher(line);
            if (mapping.matches()) {
                long from = Long.parseUnsignedLong(mapping.group(1), 16);
                counts = heap.stream().noneMatch(each -> each.contains(from));
            } else if (counts && line.startsWith("Rss:")) {
                kibibytes += Long.parseLong(line.replaceAll("[^0-9]", ""));
            }
        }
        return 1024 * kibibytes;
    }
}
