package io.reparam.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The jar as an operator runs it, on free ports. */
final class ServiceProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target/service.jar");

    private final int port = freePort();
    private final int grpcPort = freePort();
    private final Process process;
    private final CountDownLatch started = new CountDownLatch(1);
    /** Guarded by itself. */
    private final StringBuilder log = new StringBuilder();

    /** @param options of Java, such as {@code -Xmx512m}, and of the service, which begin with two dashes */
    ServiceProcess(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        List.of(options).stream().filter(option -> !option.startsWith("--")).forEach(command::add);
        command.addAll(List.of("-jar", JAR.toAbsolutePath().toString(), "--server.port=" + port));
        command.addAll(List.of("--management.server.port=0", "--spring.grpc.server.port=" + grpcPort));
        List.of(options).stream().filter(option -> option.startsWith("--")).forEach(command::add);
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread reader = new Thread(this::readLog, "log of the service");
        reader.setDaemon(true);
        reader.start();
        if (!started.await(100, TimeUnit.SECONDS) || !process.isAlive()) {
            close();
            throw new AssertionError("did not start:\n" + log());
        }
    }

    private void readLog() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (log) {
                    log.append(line).append('\n');
                }
                if (line.contains("Started ServiceApplication")) {
                    started.countDown();
                }
            }
        } catch (IOException e) {
            // it has ended
        }
        started.countDown();
    }

    int port() {
        return port;
    }

    int grpcPort() {
        return grpcPort;
    }

    String log() {
        synchronized (log) {
            return log.toString();
        }
    }

    /** A number of {@code /proc/PID/status}, such as of {@code VmRSS} in KiB. */
    long status(String name) {
        try {
            return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** The exit code, once it has ended within half a minute. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("has not ended:\n" + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
