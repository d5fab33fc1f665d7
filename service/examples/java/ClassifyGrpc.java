import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import io.reparam.service.grpc.v1.ClassifyRequest;
import io.reparam.service.grpc.v1.ImageClassifierGrpc;
import io.reparam.service.grpc.v1.ImageClassifierGrpc.ImageClassifierBlockingStub;
import io.reparam.service.grpc.v1.Prediction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Classifies image files over gRPC: {@code java -cp ... ClassifyGrpc.java localhost:9000 IMAGE...} */
public final class ClassifyGrpc {
    public static void main(String[] args) throws Exception {
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget(args[0]).usePlaintext().build();
        try {
            ImageClassifierBlockingStub classifier = ImageClassifierGrpc.newBlockingStub(channel);
            for (String file : List.of(args).subList(1, args.length)) {
                Path image = Path.of(file);
                ClassifyRequest request = ClassifyRequest.newBuilder()
                        .setImage(ByteString.copyFrom(Files.readAllBytes(image)))
                        .setTopK(3)
                        .build();
                for (Prediction prediction : classifier
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .classify(request)
                        .getPredictionsList()) {
                    System.out.printf(
                            "%s: %s %.2f%n", image.getFileName(), prediction.getLabel(), prediction.getProbability());
                }
            }
        } catch (StatusRuntimeException e) {
            System.err.println(args[0] + ": " + e.getMessage());
            System.exit(1);
        } finally {
            channel.shutdownNow();
        }
    }
}
