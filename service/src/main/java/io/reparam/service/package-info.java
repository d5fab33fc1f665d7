/** The classification service: request, decode, run, rank, response. */
@NullMarked
package io.reparam.service;

import org.jspecify.annotations.NullMarked;
