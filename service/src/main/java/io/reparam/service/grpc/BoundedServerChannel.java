package io.reparam.service.grpc;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bounds the connections of an address, as REST's are bounded: one more is closed. Netty's accepting thread calls it; any other may close. */
final class BoundedServerChannel extends NioServerSocketChannel {
    private final int perAddress;
    /** Connections by address. Guarded by itself. */
    private final Map<Object, Integer> open = new HashMap<>();

    BoundedServerChannel(int perAddress) {
        this.perAddress = perAddress;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int before = accepted.size();
        int result = super.doReadMessages(accepted);
        for (int i = accepted.size() - 1; i >= before; i--) {
            Channel connection = (Channel) accepted.get(i);
            Object address = address(connection.remoteAddress());
            if (enter(address)) {
                connection.closeFuture().addListener(closed -> leave(address));
            } else {
                accepted.remove(i);
                connection.unsafe().closeForcibly();
            }
        }
        return result;
    }

    private boolean enter(Object address) {
        synchronized (open) {
            int now = open.getOrDefault(address, 0);
            if (now >= perAddress) {
                return false;
            }
            open.put(address, now + 1);
            return true;
        }
    }

    private void leave(Object address) {
        synchronized (open) {
            open.computeIfPresent(address, (same, now) -> now == 1 ? null : now - 1);
        }
    }

    private static Object address(@Nullable SocketAddress remote) {
        return remote instanceof InetSocketAddress inet && inet.getAddress() != null ? inet.getAddress() : "local";
    }
}
