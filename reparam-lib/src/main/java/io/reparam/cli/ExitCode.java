package io.reparam.cli;

import io.reparam.verify.Verdict;

/** What the shell gets. */
final class ExitCode {
    static final int OK = 0;
    /** verify, fold: the models differ; train: the run cannot go on. */
    static final int FAILED = 1;
    /** The command line is wrong, or would destroy a file. */
    static final int USAGE = 2;
    /** A file is missing, unreadable, or not what it should be. */
    static final int BAD_FILE = 3;
    /** A fault of this program. */
    static final int UNEXPECTED = 4;
    /** verify, fold, calibrate: nobody can tell whether the models are the same. */
    static final int UNDECIDED = 5;

    private ExitCode() {}

    static int of(Verdict verdict) {
        return switch (verdict) {
            case EQUIVALENT -> OK;
            case DIFFERENT -> FAILED;
            case UNDECIDED -> UNDECIDED;
        };
    }
}
