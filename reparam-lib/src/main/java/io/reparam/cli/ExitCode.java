package io.reparam.cli;

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

    private ExitCode() {}
}
