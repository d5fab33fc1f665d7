/** Which request it was: an id in every log line and answer, and a trace where somebody collects them. */
@NullMarked
package io.reparam.service.trace;

import org.jspecify.annotations.NullMarked;
