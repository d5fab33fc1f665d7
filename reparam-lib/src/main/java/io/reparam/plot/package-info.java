/** Pictures of numbers: heat maps as PNG, lines as SVG. */
@NullMarked
package io.reparam.plot;

import org.jspecify.annotations.NullMarked;
