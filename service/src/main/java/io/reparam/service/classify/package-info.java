/** What a request goes through, and who hears of it; the steps that all requests share are ordered in ModelRun. */
@NullMarked
package io.reparam.service.classify;

import org.jspecify.annotations.NullMarked;
