package io.reparam.service.load;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Loads a running service, and prints how long its answers took; service/README.md has the commands. */
public final class LoadGenerator {
    private static final String USAGE = "WHAT HOW, where WHAT is one of\n"
            + "  tensors HOST:PORT MODEL ROWS    gRPC, FP32 [ROWS, 3, 32, 32]; http://HOST:PORT: the same over REST\n"
            + "  file URL FILE                   REST, a file as the body\n"
            + "  bare ONNX ROWS                  ONNX Runtime alone\n"
            + "and HOW is one of\n"
            + "  closed CLIENTS SECONDS\n"
            + "  open CLIENTS SECONDS RATE       Poisson arrivals, latency from when a request was due\n"
            + "  sweep CLIENTS SECONDS P99_MS    raises the rate of open until p99 is above the bound, so many seconds each\n"
            + "  soak CLIENTS SECONDS RATE SCRAPE_URL    open in ten parts, with the service's memory after each\n"
            + "MODEL and URL may be several with commas between, loaded one after the other";
    private static final double WARM_UP_SECONDS = 3;
    private static final long SEED = 1;

    private LoadGenerator() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("http.maxConnections", "1000"); // kept open; each client uses one
        String what = args.length == 0 ? "" : args[0];
        int how = what.equals("tensors") ? 4 : 3;
        if (args.length < how + 3) {
            throw new IllegalArgumentException(USAGE);
        }
        int named = what.equals("tensors") ? 2 : 1;
        for (String one : args[named].split(",", -1)) {
            String[] single = args.clone();
            single[named] = one;
            run(single, what, how);
        }
        System.exit(0); // channels and clients have threads of their own
    }

    private static void run(String[] args, String what, int how) throws Exception {
        Supplier<Sender> senders = switch (what) {
            case "tensors" ->
                args[1].startsWith("http")
                        ? Senders.restTensors(args[1], args[2], Integer.parseInt(args[3]))
                        : Senders.tensors(args[1], args[2], Integer.parseInt(args[3]));
            case "file" -> Senders.file(args[1], Path.of(args[2]));
            case "bare" -> Senders.bare(Path.of(args[1]), Integer.parseInt(args[2]));
            default -> throw new IllegalArgumentException(USAGE);
        };
        Clients clients = new Clients(Integer.parseInt(args[how + 1]), senders);
        double seconds = Double.parseDouble(args[how + 2]);
        clients.closedLoop(WARM_UP_SECONDS);
        String whole = String.join(" ", args);
        switch (args[how]) {
            case "open" ->
                System.out.println(whole + ": "
                        + clients.openLoop(number(args, how), seconds, SEED).line());
            case "closed" ->
                System.out.println(whole + ": " + clients.closedLoop(seconds).line());
            case "sweep" ->
                LoadRuns.sweep(
                        String.join(" ", List.of(args).subList(0, how)), clients, seconds, number(args, how), SEED);
            case "soak" -> LoadRuns.soak(what, clients, seconds, number(args, how), args[how + 4], SEED);
            default -> throw new IllegalArgumentException(USAGE);
        }
    }

    private static double number(String[] args, int how) {
        return Double.parseDouble(args[how + 3]);
    }
}
