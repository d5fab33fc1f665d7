/** Connections of HTTP: how many there may be, how long they may take to ask, and how they end. */
@NullMarked
package io.reparam.service.rest.connection;

import org.jspecify.annotations.NullMarked;
