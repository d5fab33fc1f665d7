/** The wire form of HTTP. */
@NullMarked
package io.reparam.service.rest;

import org.jspecify.annotations.NullMarked;
