/** Image files: recognised, checked before they are decoded, decoded as small as a net needs them. */
@NullMarked
package io.reparam.image.decode;

import org.jspecify.annotations.NullMarked;
