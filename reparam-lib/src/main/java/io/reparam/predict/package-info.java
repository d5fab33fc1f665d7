/** Image files to the classes that a net finds most probable. */
@NullMarked
package io.reparam.predict;

import org.jspecify.annotations.NullMarked;
