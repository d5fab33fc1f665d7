package io.reparam.data.published;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxy that the variables {@code http_proxy}, {@code https_proxy} and {@code no_proxy} name, in small letters or capitals, as
 * other programs read them. Java's properties, such as {@code https.proxyHost}, come first.
 */
final class ProxyVariables extends ProxySelector {
    private final Map<String, String> environment;

    ProxyVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI uri) {
        List<Proxy> java = ProxySelector.getDefault().select(uri);
        boolean javaDecides = System.getProperty(uri.getScheme() + ".proxyHost") != null
                || java.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT);
        return javaDecides
                ? java
                : address(uri).map(proxy -> List.of(proxy(proxy))).orElse(List.of(Proxy.NO_PROXY));
    }

    /** Java's client tells whoever asked itself. */
    @Override
    public void connectFailed(URI uri, SocketAddress proxy, IOException e) {}

    /** Where the way to an address leads: for messages. */
    String way(URI uri) {
        Proxy proxy = select(uri).get(0);
        return proxy.address() instanceof InetSocketAddress address
                ? "by the proxy " + address.getHostString() + ":" + address.getPort()
                : "without a proxy (http_proxy, https_proxy and no_proxy are read)";
    }

    /** @throws IllegalArgumentException if a variable that counts for the address names no proxy that can be used */
    private Optional<URI> address(URI uri) {
        String name = uri.getScheme().toLowerCase(Locale.ROOT) + "_proxy";
        Optional<String> value = variable(name);
        if (value.isEmpty() || isExcepted(uri)) {
            return Optional.empty();
        }
        String address = value.get().contains("://") ? value.get() : "http://" + value.get();
        try {
            URI proxy = URI.create(address);
            if ("http".equalsIgnoreCase(proxy.getScheme()) && proxy.getHost() != null) {
                return Optional.of(proxy);
            }
        } catch (IllegalArgumentException e) {
            // as wrong as one without a host
        }
        throw new IllegalArgumentException(name + " does not name a proxy such as http://proxy.example:3128");
    }

    private static Proxy proxy(URI address) {
        int port = address.getPort() < 0 ? 80 : address.getPort();
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHost(), port));
    }

    private boolean isExcepted(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return variable("no_proxy").stream()
                .flatMap(hosts -> Stream.of(hosts.toLowerCase(Locale.ROOT).split("[,\\s]+")))
                .map(entry -> entry.endsWith(":" + port) ? entry.substring(0, entry.lastIndexOf(':')) : entry)
                .map(entry -> entry.replaceFirst("^\\*?\\.", ""))
                .anyMatch(entry ->
                        entry.equals("*") || host.equals(entry) || !entry.isEmpty() && host.endsWith("." + entry));
    }

    private Optional<String> variable(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(environment::get)
                .filter(value -> value != null && !value.isBlank())
                .map(String::strip)
                .findFirst();
    }
}
