package io.reparam.service.rest.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Bounds the connections of an address, and ends those whose headers, or TLS handshake, do not arrive in time. Tomcat's own timeout
 * starts again with each byte. A look at all connections now and then costs a request nothing.
 *
 * <p>An address may have so many connections. One more takes the place of the oldest one that still waits for its headers. So slow
 * connections keep nobody out, not even behind the same proxy. If all have asked, the new one is closed.
 *
 * <p>Threads: Tomcat's acceptor, and one that looks.
 */
final class BoundedEndpoint extends NioEndpoint {
    private static final int LOOKS = 10;

    private final AtomicLong accepted = new AtomicLong();
    /** By address, in the order of their coming, when they came. Guarded by itself. */
    private final Map<Object, Map<SocketChannel, Long>> peers = new HashMap<>();

    private int perAddress = Integer.MAX_VALUE;
    private long headerNanos = Long.MAX_VALUE;
    private @Nullable ScheduledExecutorService looks;
    private volatile @Nullable Probe probe;

    void limit(int connections, long nanos) {
        perAddress = connections;
        headerNanos = nanos;
    }

    long accepted() {
        return accepted.get();
    }

    /**
     * Waits until every connection that has come so far is accepted: connects to itself, and connections are accepted in their order.
     *
     * @return whether that was before the time was over
     */
    boolean awaitAccepted(long millis) throws InterruptedException {
        SocketAddress own = getAddress() != null && !getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(getAddress(), getLocalPort())
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), getLocalPort());
        CountDownLatch latch = new CountDownLatch(1);
        try (Socket self = new Socket()) {
            self.bind(new InetSocketAddress(0));
            probe = new Probe(self.getLocalPort(), latch);
            self.connect(own, (int) millis);
            return latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            return false;
        } finally {
            probe = null;
        }
    }

    /** Whether it is the one that this server opened to itself. */
    private boolean isProbe(SocketChannel socket) {
        Probe awaited = probe;
        try {
            if (awaited != null
                    && socket.getRemoteAddress() instanceof InetSocketAddress from
                    && socket.getLocalAddress() instanceof InetSocketAddress to
                    && from.getPort() == awaited.port
                    && Objects.equals(from.getAddress(), to.getAddress())) {
                awaited.accepted.countDown();
                return true;
            }
        } catch (IOException e) {
            // it is gone, so it is not the probe
        }
        return false;
    }

    private record Probe(int port, CountDownLatch accepted) {}

    /** Connections whose headers, or handshake, are not complete. */
    int waiting() {
        long now = System.nanoTime();
        return (int) connections.values().stream()
                .filter(connection -> new AwaitedHeaders(connection, now).late(now, 0))
                .count();
    }

    @Override
    public void startInternal() throws Exception {
        super.startInternal();
        looks = Executors.newSingleThreadScheduledExecutor(new CustomizableThreadFactory("header-deadline-"));
        looks.scheduleWithFixedDelay(this::look, headerNanos / LOOKS, headerNanos / LOOKS, TimeUnit.NANOSECONDS);
    }

    @Override
    public void stopInternal() {
        if (looks != null) {
            looks.shutdownNow();
        }
        super.stopInternal();
    }

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
        if (isProbe(socket)) {
            return false;
        }
        accepted.incrementAndGet();
        if (!enter(socket)) {
            destroySocket(socket);
            return false;
        }
        return super.setSocketOptions(socket);
    }

    private boolean enter(SocketChannel socket) {
        Object address;
        try {
            address = address(socket.getRemoteAddress());
        } catch (IOException e) {
            return false; // gone again
        }
        long now = System.nanoTime();
        synchronized (peers) {
            Map<SocketChannel, Long> own = peers.computeIfAbsent(address, added -> new LinkedHashMap<>());
            if (own.size() >= perAddress) {
                own.keySet().removeIf(channel -> !channel.isOpen());
            }
            if (own.size() >= perAddress
                    && own.entrySet().stream().noneMatch(peer -> end(peer.getKey(), peer.getValue(), now, 0))) {
                return false;
            }
            own.put(socket, now);
            return true;
        }
    }

    private static Object address(@Nullable SocketAddress remote) {
        return remote instanceof InetSocketAddress inet && inet.getAddress() != null ? inet.getAddress() : "local";
    }

    private void look() {
        long now = System.nanoTime();
        synchronized (peers) {
            peers.values()
                    .forEach(own -> own.entrySet()
                            .removeIf(peer ->
                                    !peer.getKey().isOpen() || end(peer.getKey(), peer.getValue(), now, headerNanos)));
            peers.values().removeIf(Map::isEmpty);
        }
    }

    /** Ends a connection that has waited so long for its handshake or headers; says whether it did. */
    private boolean end(SocketChannel channel, long since, long now, long nanos) {
        SocketWrapperBase<NioChannel> connection = connections.get(channel);
        if (connection == null) {
            return false;
        }
        AwaitedHeaders headers = new AwaitedHeaders(connection, since);
        return headers.late(now, nanos) && headers.end(now, nanos);
    }
}
