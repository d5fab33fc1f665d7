package io.reparam.service.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;

/** Loads that consist of several: a sweep over rates, and a soak that watches memory. */
final class LoadRuns {
    private static final int PARTS = 10;

    private static final String RSS = "process_resident_memory_bytes ";

    private LoadRuns() {}

    /** One row of a table: the highest Poisson rate whose p99 is within the bound (a backlog that grows passes any), from a tenth of the closed loop's rate on. */
    static void sweep(String what, Clients clients, double seconds, double boundMillis, long seed) throws Exception {
        Latencies closed = clients.closedLoop(seconds);
        System.out.println(what + " closed loop: " + closed.line());
        Latencies[] best = {closed};
        double rate = Sweep.highest(closed.perSecond() / 10, tried -> {
            Latencies latencies = clients.openLoop(tried, seconds, seed);
            boolean holds = latencies.refused() == 0 && latencies.percentile(99) <= boundMillis;
            System.out.println(String.format(Locale.ROOT, "%s at %.0f/s: %s", what, tried, latencies.line()));
            if (holds) {
                best[0] = latencies;
            }
            return holds;
        });
        System.out.println(String.format(
                Locale.ROOT,
                "| %s | highest rate with p99 <= %.1f ms: %.0f/s | p50 %.2f ms | p99 %.2f ms |",
                what,
                boundMillis,
                rate,
                best[0].percentile(50),
                best[0].percentile(99)));
    }

    /**
     * The same load in ten parts, with the memory of the service after each.
     *
     * @param scrape address of {@code /actuator/prometheus}
     */
    static void soak(String what, Clients clients, double seconds, double rate, String scrape, long seed)
            throws Exception {
        for (int part = 1; part <= PARTS; part++) {
            Latencies latencies = clients.openLoop(rate, seconds / PARTS, seed + part);
            System.out.println(String.format(
                    Locale.ROOT,
                    "%s after %.0f s: RSS %.1f MiB, %s",
                    what,
                    part * seconds / PARTS,
                    residentBytes(scrape) / (1 << 20),
                    latencies.line()));
        }
    }

    private static double residentBytes(String scrape) throws IOException, InterruptedException {
        String body = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(scrape)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return body.lines()
                .filter(line -> line.startsWith(RSS))
                .mapToDouble(line -> Double.parseDouble(line.substring(RSS.length())))
                .findFirst()
                .orElseThrow(() -> new IOException(scrape + " has no " + RSS.strip()));
    }
}
