package io.reparam.image.decode;

import io.reparam.image.ImageTensorizer;
import io.reparam.image.Interpolation;
import io.reparam.image.PreprocessSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an image file takes to become the input of a net for 224x224, in milliseconds: warmed up, on one thread. {@code
 * src/test/python/decode_speed.py} runs it beside Pillow.
 */
public final class DecodeTimes {
    private static final PreprocessSpec SPEC =
            new PreprocessSpec(224, 224, 256, Interpolation.BILINEAR, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

    private static final long WARM_UP = 5_000_000_000L;

    private DecodeTimes() {}

    /**
     * FILE SECONDS OUT, seconds of a processor: writes the bytes of the net's input, channel by channel, to OUT. Warms up, then measures once for each line of
     * the standard input: prints the median, and what the process took of a processor an image.
     */
    public static void main(String[] args) throws IOException {
        byte[] file = Files.readAllBytes(Path.of(args[0]));
        long nanos = (long) (Double.parseDouble(args[1]) * 1e9);
        ImageDecoder decoder = new ImageDecoder(50_000_000);
        ImageTensorizer tensorizer = new ImageTensorizer(SPEC);
        ByteBuffer out = ByteBuffer.allocate(SPEC.floats());
        run(decoder, tensorizer, file, out, WARM_UP);
        Files.write(Path.of(args[2]), out.array());
        BufferedReader rounds = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (rounds.readLine() != null) {
            long before = processorNanos();
            List<Long> times = run(decoder, tensorizer, file, out, nanos);
            double processor = (double) (processorNanos() - before) / times.size();
            times.sort(null);
            System.out.println(
                    String.format(Locale.ROOT, "%.3f %.3f", times.get(times.size() / 2) / 1e6, processor / 1e6));
        }
    }

    private static long processorNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static List<Long> run(
            ImageDecoder decoder, ImageTensorizer tensorizer, byte[] file, ByteBuffer out, long nanos)
            throws ImageDecodeException {
        List<Long> times = new ArrayList<>();
        // of the processor: on a busy machine, too, all is compiled after it
        long end = processorNanos() + nanos;
        while (processorNanos() < end) {
            long start = System.nanoTime();
            out.clear();
            tensorizer.bytes(decoder.decode(file, SPEC), out);
            times.add(System.nanoTime() - start);
        }
        return times;
    }
}
