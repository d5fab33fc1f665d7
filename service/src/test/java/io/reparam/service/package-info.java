/** The service as a whole, as its callers see it. */
@NullMarked
package io.reparam.service;

import org.jspecify.annotations.NullMarked;
