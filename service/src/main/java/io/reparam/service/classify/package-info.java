/** The one use case: the only place that orders the steps. */
@NullMarked
package io.reparam.service.classify;

import org.jspecify.annotations.NullMarked;
