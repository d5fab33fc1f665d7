package io.reparam.image.decode;

import io.reparam.image.ImageTensorizer;
import io.reparam.image.Interpolation;
import io.reparam.image.PreprocessSpec;
import io.reparam.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A camera's JPEG of 4000x3000 pixels, from file to the input of a net for 224x224: as a whole, and resized as it is read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LargeJpegBenchmark {
    private static final PreprocessSpec SPEC = new PreprocessSpec(
            224, 224, 256, Interpolation.BILINEAR, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));

    private final ImageDecoder decoder = new ImageDecoder(50_000_000);
    private final ImageTensorizer tensorizer = new ImageTensorizer(SPEC);
    private final FloatBuffer out = FloatBuffer.allocate(SPEC.floats());
    private byte[] file = new byte[0];

    @Setup
    public void draw() throws IOException {
        BufferedImage image = new BufferedImage(4000, 3000, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(1);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, (x >> 4) << 16 | (y >> 4) << 8 | random.nextInt(32));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        file = bytes.toByteArray();
    }

    @Benchmark
    public FloatBuffer whole() throws ImageDecodeException {
        return tensor(decoder.decode(file));
    }

    @Benchmark
    public FloatBuffer asItIsRead() throws ImageDecodeException {
        return tensor(decoder.decode(file, SPEC));
    }

    private FloatBuffer tensor(RgbImage image) {
        out.clear();
        tensorizer.tensorize(image, out);
        return out;
    }
}
