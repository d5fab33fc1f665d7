package io.reparam.service.rest;

import java.util.List;

/**
 * The images of a request, in the order in which they came.
 *
 * @param files one or more
 * @param many whether the answer is a list, too, in which a bad image fails alone
 */
record Images(List<byte[]> files, boolean many) {
    static Images one(byte[] file) {
        return new Images(List.of(file), false);
    }
}
