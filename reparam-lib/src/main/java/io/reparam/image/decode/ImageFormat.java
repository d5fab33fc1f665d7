package io.reparam.image.decode;

import java.util.List;

/** A kind of image file that is decoded: how it is recognised, what its header says. Immutable. */
interface ImageFormat {
    /** As people write it, such as {@code PNG}. */
    String name();

    /** Of file names, in lower case, without the dot. */
    List<String> extensions();

    /** Whether the first bytes are those of this format. */
    boolean matches(byte[] file);

    /**
     * Reads the header; decodes nothing, and allocates nothing that grows with what the header claims.
     *
     * @param file of which {@link #matches} is true
     * @throws ImageDecodeException if the header is damaged or of a kind that is not decoded
     */
    EncodedImage open(byte[] file) throws ImageDecodeException;
}
