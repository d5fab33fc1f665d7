/** What happened, as Micrometer meters. */
@NullMarked
package io.reparam.service.metrics;

import org.jspecify.annotations.NullMarked;
