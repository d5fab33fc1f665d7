package io.reparam.service.load;

import java.nio.file.Path;
import java.util.function.Supplier;

/** Loads a running service, and prints how long its answers took; service/README.md has the commands. */
public final class LoadGenerator {
    private static final String USAGE = "WHAT HOW, where WHAT is one of\n"
            + "  tensors HOST:PORT MODEL ROWS    gRPC, FP32 [ROWS, 3, 32, 32]\n"
            + "  file URL FILE                   REST, a file as the body\n"
            + "  bare ONNX ROWS                  ONNX Runtime alone\n"
            + "and HOW is one of\n"
            + "  closed CLIENTS SECONDS\n"
            + "  open CLIENTS SECONDS RATE       Poisson arrivals, latency from when a request was due";
    private static final double WARM_UP_SECONDS = 3;
    private static final long SEED = 1;

    private LoadGenerator() {}

    public static void main(String[] args) throws Exception {
        String what = args.length == 0 ? "" : args[0];
        int how = what.equals("tensors") ? 4 : 3;
        if (args.length < how + 3) {
            throw new IllegalArgumentException(USAGE);
        }
        Supplier<Sender> senders = switch (what) {
            case "tensors" -> Senders.tensors(args[1], args[2], Integer.parseInt(args[3]));
            case "file" -> Senders.file(args[1], Path.of(args[2]));
            case "bare" -> Senders.bare(Path.of(args[1]), Integer.parseInt(args[2]));
            default -> throw new IllegalArgumentException(USAGE);
        };
        Clients clients = new Clients(Integer.parseInt(args[how + 1]), senders);
        double seconds = Double.parseDouble(args[how + 2]);
        clients.closedLoop(WARM_UP_SECONDS);
        Latencies latencies = args[how].equals("open")
                ? clients.openLoop(Double.parseDouble(args[how + 3]), seconds, SEED)
                : clients.closedLoop(seconds);
        System.out.println(String.join(" ", args) + ": " + latencies.line());
        System.exit(0); // channels and clients have threads of their own
    }
}
