package io.reparam.cli;

import io.reparam.data.published.PublishedSet;
import io.reparam.data.published.PublishedSetFetch;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reparam data}. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        description = {
            "Fetches a data set from where its authors publish it, checks its SHA-256 and unpacks it.",
            "A download that broke off goes on where it stopped."
        },
        footer = {
            "",
            "Examples:",
            "  reparam data cifar10 -o cifar10",
            "  reparam data cifar10 -o cifar10 --url http://mirror.example/cifar-10-binary.tar.gz"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the data set is there",
            "2:the command line is wrong",
            "3:it cannot be fetched or written, or is not what it should be",
            "4:unexpected error",
            "130:stopped by Ctrl-C; the same command goes on"
        })
final class DataCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SET", description = "cifar10 (170 MB), cifar100 (169 MB) or stl10 (2.6 GB).")
    private String name;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Where its files go; 'train --data DIR' reads them.")
    private Path out;

    @Option(names = "--url", paramLabel = "URL", description = "The same archive in another place.")
    private @Nullable URI url;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PublishedSet set;
        try {
            set = PublishedSet.named(name);
            set = url == null ? set : set.from(url);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        PrintWriter print = spec.commandLine().getOut();
        print.println(set.name() + ": " + set.licence());
        print.flush();
        boolean fetched;
        try (Progress progress = new Progress("fetch")) {
            fetched = new PublishedSetFetch(progress::at).into(out, set);
        }
        print.println((fetched ? "fetched from " + set.archive() + " to '" : "already in '") + out
                + "'; reparam train --data " + out + " reads it");
        return ExitCode.OK;
    }
}
