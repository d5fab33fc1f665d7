/** Tests. */
@NullMarked
package io.reparam.service.rest;

import org.jspecify.annotations.NullMarked;
