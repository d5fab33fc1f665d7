package io.reparam.service.runtime;

import io.reparam.service.repository.UnservableException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints problem and remedy instead of a stack trace. */
final class StartupFailureAnalyzer extends AbstractFailureAnalyzer<UnservableException> {
    @Override
    protected FailureAnalysis analyze(Throwable root, UnservableException cause) {
        @Nullable String problem = cause.getMessage();
        return new FailureAnalysis(problem == null ? "" : problem, cause.remedy(), cause);
    }
}
