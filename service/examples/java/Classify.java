import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Classifies image files over REST with the JDK alone: {@code java Classify.java http://localhost:8080 IMAGE...} */
public final class Classify {
    /** Enough for this one answer; take a JSON library where there is one. */
    private static final Pattern PREDICTION =
            Pattern.compile("\"label\":\"([^\"]*)\",\"index\":\\d+,\"probability\":([-+.eE\\d]+)");

    public static void main(String[] args) throws Exception {
        if (args.length < 2) {
            System.err.println("usage: java Classify.java http://localhost:8080 IMAGE...");
            System.exit(2);
        }
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 1; i < args.length; i++) {
            Path image = Path.of(args[i]);
            HttpRequest request = HttpRequest.newBuilder(URI.create(args[0] + "/v1/classify?topK=3"))
                    .POST(BodyPublishers.ofFile(image))
                    .build();
            HttpResponse<String> response;
            try {
                response = client.send(request, BodyHandlers.ofString());
            } catch (ConnectException e) {
                System.err.println("nothing answers at " + args[0] + "; is the service up?");
                System.exit(1);
                return;
            }
            if (response.statusCode() != 200) {
                throw new IllegalStateException(image + ": " + response.body());
            }
            Matcher prediction = PREDICTION.matcher(response.body());
            while (prediction.find()) {
                System.out.printf(
                        "%s: %s %.2f%n", image.getFileName(), prediction.group(1), Double.valueOf(prediction.group(2)));
            }
        }
    }
}
