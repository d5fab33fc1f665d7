/** Bytes to an image, with limits that are checked before decoding. */
@NullMarked
package io.reparam.service.decode;

import org.jspecify.annotations.NullMarked;
