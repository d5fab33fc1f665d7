/** Images as a camera, a lens, bad light or compression may spoil them. */
@NullMarked
package io.reparam.data.corruption;

import org.jspecify.annotations.NullMarked;
