package io.reparam.service.rest;

import java.util.List;

/**
 * The images of a request, in the order in which they came.
 *
 * @param files one or more
 * @param many whether the answer is a list, too, in which a bad image fails alone
 */
record RequestImages(List<byte[]> files, boolean many) {
    static RequestImages one(byte[] file) {
        return new RequestImages(List.of(file), false);
    }
}
