package io.reparam.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Damaged files of every format, over both transports: each is an answer or a refusal, in time, and the native decoders live. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(1800)
class MutatedImagesIT extends StartedService {
    private static final Path FILES = Path.of("../reparam-lib/src/test/resources/decoder");
    private static final int CLIENTS = 4;
    private static final int DEADLINE_MILLIS = 5000;
    private static final int SPARE_MILLIS = 250;
    /** Of native memory, in bytes: what its allocator keeps of the largest images. */
    private static final long MOST_GROWTH = 96L << 20;

    private static final Set<Status.Code> DEFECTS =
            Set.of(Status.Code.UNKNOWN, Status.Code.INTERNAL, Status.Code.DATA_LOSS);

    @Test
    void damagedImages_areAnsweredOrRefused(CapturedOutput output) throws Exception {
        attack(400, output);
    }

    @Tag("long")
    @Test
    void damagedImages_tenThousand_areAnsweredOrRefused(CapturedOutput output) throws Exception {
        attack(1_000, output); // code is compiled, pools are filled
        long before = NativeMemory.bytes();
        attack(10_000, output);
        assertThat(NativeMemory.bytes() - before).isLessThan(MOST_GROWTH);
    }

    private void attack(int images, CapturedOutput output) throws Exception {
        List<byte[]> good = files();
        assertThat(good).hasSizeGreaterThan(30);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        ManagedChannel channel = grpc.channel().build();
        try {
            List<Future<List<String>>> ends = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int seed = i;
                ends.add(clients.submit(() -> client(seed, good, images / CLIENTS, channel)));
            }
            for (Future<List<String>> end : ends) {
                assertThat(end.get()).isEmpty();
            }
        } finally {
            channel.shutdownNow();
            clients.shutdownNow();
        }
        assertThat(output).doesNotContain("\tat ").doesNotContain(" ERROR ");
        assertThat(rest.post("/v1/classify", SampleImages.first().png(), null).status())
                .isEqualTo(200);
    }

    /** What went wrong, with what is needed to send it again. */
    private List<String> client(int seed, List<byte[]> good, int images, ManagedChannel channel) {
        Random random = new Random(seed);
        Mutations mutations = new Mutations(seed);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < images; i++) {
            byte[] file = good.get(random.nextInt(good.size()));
            byte[] damaged =
                    withChecksums(random.nextBoolean() ? mutations.of(file) : headerChanged(file, random), random);
            long start = System.nanoTime();
            String answer;
            boolean defect;
            boolean hasDeadline = random.nextBoolean();
            if (hasDeadline) {
                int status = rest.post("/v1/classify?timeout=" + DEADLINE_MILLIS, damaged, null)
                        .status();
                answer = "REST " + status;
                defect = status >= 500 && status != 503 && status != 504;
            } else {
                Status status = RawCall.send(
                        channel,
                        ImageClassifierGrpc.getClassifyMethod(),
                        ClassifyRequest.newBuilder()
                                .setImage(ByteString.copyFrom(damaged))
                                .build()
                                .toByteArray(),
                        false);
                answer = "gRPC " + status;
                defect = DEFECTS.contains(status.getCode());
            }
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            if (defect || (hasDeadline && millis > DEADLINE_MILLIS + SPARE_MILLIS)) {
                wrong.add(answer + " after " + millis + " ms: "
                        + Base64.getEncoder().encodeToString(damaged));
            }
        }
        return wrong;
    }

    /** Where sizes, offsets, counts and types stand: any value, and the extreme ones. */
    private static byte[] headerChanged(byte[] file, Random random) {
        byte[] changed = file.clone();
        int header = Math.min(changed.length, random.nextBoolean() ? 64 : 1024);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(header);
            int width = Math.min(1 << random.nextInt(3), changed.length - at);
            int kind = random.nextInt(4);
            for (int j = 0; j < width; j++) {
                changed[at + j] = switch (kind) {
                    case 0 -> (byte) 0;
                    case 1 -> (byte) 0xff;
                    case 2 -> (byte) (j == 0 ? 0x7f : 0xff);
                    default -> (byte) random.nextInt(256);
                };
            }
        }
        return changed;
    }

    /** Half of the PNG files get right checksums again: what is damaged then reaches the decoder. */
    private static byte[] withChecksums(byte[] file, Random random) {
        if (file.length < 45 || file[1] != 'P' || file[2] != 'N' || file[3] != 'G' || random.nextBoolean()) {
            return file;
        }
        ByteBuffer png = ByteBuffer.wrap(file);
        for (int at = 8; at + 12 <= file.length; ) {
            long end = at + 8 + (png.getInt(at) & 0xffff_ffffL);
            if (end + 4 > file.length) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(file, at + 4, (int) end - at - 4);
            png.putInt((int) end, (int) crc.getValue());
            at = (int) end + 4;
        }
        return file;
    }

    private static List<byte[]> files() throws IOException {
        List<byte[]> files = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(FILES)) {
            for (Path path : paths.sorted().toList()) {
                if (path.toString().matches(".*\\.(png|jpe?g|webp|gif|bmp|tiff?)")) {
                    files.add(Files.readAllBytes(path));
                }
            }
        }
        return files;
    }
}
