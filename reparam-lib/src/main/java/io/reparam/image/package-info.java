/** Pixels, and the only code that makes a net's input of them: resized, cropped, normalised. */
@NullMarked
package io.reparam.image;

import org.jspecify.annotations.NullMarked;
