package io.reparam.cli;

import io.reparam.calibrate.CalibrationException;
import io.reparam.graph.MalformedModelException;
import io.reparam.ort.OrtModelException;
import io.reparam.train.TrainingException;
import io.reparam.verify.ModelMismatchException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IExecutionStrategy;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Every error becomes one line on stderr and an exit code; a stack trace only with {@code --verbose}. */
final class ErrorLine implements IExecutionExceptionHandler {
    private final BooleanSupplier verbose;

    ErrorLine(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        OutOfMemoryError memory = cause(e, OutOfMemoryError.class);
        int code = code(e);
        if (memory != null) {
            command.getErr().println(line(memory));
        } else {
            command.getErr().println("reparam: " + line(e, code));
        }
        if (verbose.getAsBoolean()) {
            e.printStackTrace(command.getErr());
        }
        return code;
    }

    /** A wrong command line. */
    static int usage(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        CommandLine command = e.getCommandLine();
        if (args.length == 0) {
            command.usage(err);
            return ExitCode.USAGE;
        }
        String problem = mistyped(e, command, args)
                .map(word -> Mistyped.problem(command, word))
                .or(() -> choice(e))
                .orElseGet(() -> oneLine(String.valueOf(e.getMessage())).replaceFirst("\\.$", ""));
        err.println("reparam: " + problem + "; see '" + command.getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE;
    }

    /** A word that nothing takes; it often is the option that then is missing. */
    private static Optional<String> mistyped(ParameterException e, CommandLine command, String[] args) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return Optional.of(unmatched.getUnmatched().get(0));
        }
        if (e instanceof MissingParameterException) {
            return Mistyped.option(command, List.of(args));
        }
        // picocli's help command says so of a command that there is not
        return Optional.ofNullable(e.getValue())
                .filter(word -> e.getArgSpec() == null
                        && command.getParent() == null
                        && !command.getSubcommands().containsKey(word));
    }

    private static Optional<String> choice(ParameterException e) {
        return e.getArgSpec() instanceof OptionSpec option
                        && option.auxiliaryTypes()[0].isEnum()
                        && option.completionCandidates() != null
                        && e.getValue() != null
                ? Optional.of(Mistyped.choice(
                        option.longestName(),
                        e.getValue(),
                        StreamSupport.stream(option.completionCandidates().spliterator(), false)
                                .toList()))
                : Optional.empty();
    }

    /** Runs a command; a heap that is too small for the model is one line and no stack trace. */
    static IExecutionStrategy withinMemory(IExecutionStrategy run) {
        return parsed -> {
            try {
                return run.execute(parsed);
            } catch (OutOfMemoryError e) {
                parsed.commandSpec().commandLine().getErr().println(line(e));
                return ExitCode.UNEXPECTED;
            }
        };
    }

    private static String line(OutOfMemoryError e) {
        return "reparam: not enough memory (" + e.getMessage() + "); the heap is at most "
                + Runtime.getRuntime().maxMemory() / (1 << 20)
                + " MiB, REPARAM_OPTS=-Xmx8g gives more";
    }

    private static int code(Exception e) {
        if (e instanceof ModelMismatchException
                || e instanceof TrainingException
                || e instanceof CalibrationException) {
            return ExitCode.FAILED;
        }
        boolean badFile =
                e instanceof IOException || e instanceof OrtModelException || e instanceof MalformedModelException;
        return badFile ? ExitCode.BAD_FILE : ExitCode.UNEXPECTED;
    }

    /** What it says of an error. */
    static String text(Exception e) {
        return line(e, code(e));
    }

    private static String line(Exception e, int code) {
        if (e instanceof NoSuchFileException missing) {
            return "file '" + missing.getFile() + "' does not exist";
        }
        if (e instanceof FileAlreadyExistsException there) {
            String reason = there.getReason();
            return "'" + there.getFile() + "' exists" + (reason == null ? "" : ": " + reason);
        }
        if (e instanceof AccessDeniedException denied) {
            return "file '" + denied.getFile() + "' may not be read or written";
        }
        if (e instanceof IllegalStateException && cause(e, LinkageError.class) != null) {
            IOException file = cause(e, IOException.class);
            return "a native library does not load: "
                    + (file == null
                            ? oneLine(String.valueOf(cause(e, LinkageError.class)))
                            : oneLine(file.toString()) + "; it is unpacked to '" + System.getProperty("java.io.tmpdir")
                                    + "', REPARAM_OPTS=-Djava.io.tmpdir=DIR names another place");
        }
        if (code == ExitCode.UNEXPECTED) {
            return "unexpected error: " + oneLine(e.toString()) + "; --verbose shows where";
        }
        return oneLine(e.getMessage() == null ? e.toString() : e.getMessage());
    }

    private static <T extends Throwable> @Nullable T cause(Throwable e, Class<T> type) {
        Throwable cause = e;
        while (cause != null && !type.isInstance(cause)) {
            cause = cause.getCause();
        }
        return type.cast(cause);
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
