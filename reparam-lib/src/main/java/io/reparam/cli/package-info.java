/** The command line: parse, call one facade, print. */
@NullMarked
package io.reparam.cli;

import org.jspecify.annotations.NullMarked;
