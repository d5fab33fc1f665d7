package io.reparam.service.inference;

import io.grpc.Codec;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The client's side of {@code deflate}, which Python's clients have and Java's lacks. */
final class Deflate implements Codec {
    @Override
    public String getMessageEncoding() {
        return "deflate";
    }

    @Override
    public InputStream decompress(InputStream in) {
        return new InflaterInputStream(in);
    }

    @Override
    public OutputStream compress(OutputStream out) {
        return new DeflaterOutputStream(out);
    }
}
