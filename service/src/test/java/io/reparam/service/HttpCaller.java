package io.reparam.service;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain HTTP/1.1 client. */
public final class HttpCaller {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BOUNDARY = "a-boundary";

    private final int port;

    public HttpCaller(int port) {
        this.port = port;
    }

    /** An answer: status, content type (empty if none), headers, body. */
    public record Answer(int status, String type, HttpResponse<String> response) {
        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        public String body() {
            return response.body();
        }

        /** Empty if there is none. */
        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /** Where it calls, without a path. */
    public String address() {
        return "http://localhost:" + port;
    }

    /** A bare connection, for what no HTTP client would send. */
    public Socket connect() throws IOException {
        return new Socket("localhost", port);
    }

    public Answer get(String path) {
        return send(path, "GET", BodyPublishers.noBody(), null);
    }

    public Answer get(String path, Map<String, String> headers) {
        return sendWith(headers, path, "GET", BodyPublishers.noBody());
    }

    /** Posts a body without Content-Type, unless it is among the headers. */
    public Answer postWith(Map<String, String> headers, String path, byte[] body) {
        return sendWith(headers, path, "POST", BodyPublishers.ofByteArray(body));
    }

    /** Posts a body; type is null for no Content-Type at all. */
    public Answer post(String path, byte[] body, @Nullable String type) {
        return send(path, "POST", BodyPublishers.ofByteArray(body), type);
    }

    /** Without Content-Length. */
    public Answer postChunked(String path, byte[] body) {
        return send(path, "POST", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)), null);
    }

    public Answer postForm(String path, String part, byte[]... files) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (byte[] file : files) {
            form.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + part
                            + "\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            form.writeBytes(file);
            form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        form.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return post(path, form.toByteArray(), "multipart/form-data; boundary=" + BOUNDARY);
    }

    /** Posts a body with headers, and takes the answer as it comes. */
    public HttpResponse<byte[]> exchange(String path, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address() + path)).POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    public Answer send(String path, String verb, BodyPublisher body, @Nullable String type) {
        return sendWith(type == null ? Map.of() : Map.of("Content-Type", type), path, verb, body);
    }

    private Answer sendWith(Map<String, String> headers, String path, String verb, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address() + path));
        request.method(verb, body);
        headers.forEach(request::header);
        HttpResponse<String> response = send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response);
    }

    private static <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return CLIENT.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
