/** The Open Inference Protocol over HTTP: one class a call. */
@NullMarked
package io.reparam.service.rest.inference;

import org.jspecify.annotations.NullMarked;
