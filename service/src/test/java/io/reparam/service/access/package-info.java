/** Tests of API keys. */
@NullMarked
package io.reparam.service.access;

import org.jspecify.annotations.NullMarked;
