/** The memory that requests take before anything is decoded: bodies, messages, and what is read out of them. */
@NullMarked
package io.reparam.service.memory;

import org.jspecify.annotations.NullMarked;
