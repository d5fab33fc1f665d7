package io.reparam.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Preprocessing of one image for CIFAR nets: without a resize, and from a photograph. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ImageTensorizerBenchmark {
    private final ImageTensorizer tensorizer = new ImageTensorizer(PreprocessSpec.CIFAR);
    private final FloatBuffer out = ByteBuffer.allocateDirect(PreprocessSpec.CIFAR.floats() * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();

    @Param({"32x32", "640x480"})
    private String size = "32x32";

    private RgbImage image = new RgbImage(1, 1, new byte[3]);

    @Setup
    public void draw() {
        int width = Integer.parseInt(size.substring(0, size.indexOf('x')));
        int height = Integer.parseInt(size.substring(size.indexOf('x') + 1));
        byte[] rgb = new byte[3 * width * height];
        new Random(1).nextBytes(rgb);
        image = new RgbImage(width, height, rgb);
    }

    @Benchmark
    public FloatBuffer tensorize() {
        out.clear();
        tensorizer.tensorize(image, out);
        return out;
    }
}
