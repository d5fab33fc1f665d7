/** Measures how fast models run, and on which machine. */
@NullMarked
package io.reparam.bench;

import org.jspecify.annotations.NullMarked;
