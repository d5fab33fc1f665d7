package io.reparam.service.rest.connection;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Sends one request after the other over a connection for as long as the server lets it, then over a new one, until the port is
 * closed. Retries nothing: a request without an answer is lost. One thread runs it; others may ask how many answers there are.
 */
public final class KeptAliveClient implements Runnable {
    private final int port;
    private final byte[] request;
    private final List<String> lost = new ArrayList<>();
    private volatile int answers; // its own thread alone writes it

    /** @param request with headers and body */
    public KeptAliveClient(int port, byte[] request) {
        this.port = port;
        this.request = request;
    }

    public static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    public static byte[] post(String path, byte[] body) {
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    public int answers() {
        return answers;
    }

    /** What became of requests that were not answered with 200. To be asked when it has ended. */
    public List<String> lost() {
        return lost;
    }

    @Override
    public void run() {
        while (lost.isEmpty()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(30_000);
                socket.setTcpNoDelay(true);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                boolean goesOn = true;
                for (int sent = 0; goesOn; sent++) {
                    goesOn = ask(socket, in, sent);
                }
            } catch (ConnectException e) {
                return;
            } catch (IOException e) {
                lost.add(e.toString());
            }
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private boolean ask(Socket socket, DataInputStream in, int sent) throws IOException {
        String status = "";
        try {
            socket.getOutputStream().write(request);
            status = line(in);
            int length = 0;
            boolean goesOn = true;
            boolean chunked = false;
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                String lower = header.toLowerCase(Locale.ROOT);
                chunked |= lower.equals("transfer-encoding: chunked");
                if (lower.startsWith("content-length:")) {
                    length = Integer.parseInt(lower.substring(15).strip());
                }
                goesOn &= !lower.equals("connection: close");
            }
            in.skipNBytes(length);
            for (int chunk = chunked ? 1 : 0; chunk > 0; ) {
                chunk = Integer.parseInt(line(in), 16);
                in.skipNBytes(chunk + 2);
            }
            if (!status.contains(" 200")) {
                lost.add(status);
            }
            answers = answers + 1;
            return goesOn && lost.isEmpty();
        } catch (IOException e) {
            throw new IOException("request " + sent + " of a connection, status '" + status + "': " + e, e);
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended in an answer");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
