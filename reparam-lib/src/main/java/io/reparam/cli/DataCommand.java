package io.reparam.cli;

import io.reparam.data.lines.LineSet;
import io.reparam.data.published.PublishedSet;
import io.reparam.data.published.PublishedSetFetch;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
            "A download that broke off goes on where it stopped. 'lines' is not fetched but drawn: text on a ground,",
            "48x192 pixels, upright or turned by 180 degrees, the same on every machine.",
            "The variables http_proxy, https_proxy and no_proxy are honoured."
        },
        footer = {
            "",
            "Examples:",
            "  reparam data cifar10 -o cifar10",
            "  reparam data cifar10 -o cifar10 --url http://mirror.example/cifar-10-binary.tar.gz",
            "  reparam data lines -o lines --seed 1 && reparam train --data lines --image-size 48x192 --fit stretch"
                    + " --arch mobilenetv3-small --width 0.35 --attention se_hard --mode asr --out runs/lines"
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
    private static final String LINES = "lines";

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SET",
            completionCandidates = Sets.class,
            description = "cifar10 (170 MB), cifar100 (169 MB), stl10 (2.6 GB), or lines.")
    private String name;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Where its files go; 'train --data DIR' reads them.")
    private Path out;

    @Option(names = "--url", paramLabel = "URL", description = "The same archive in another place.")
    private @Nullable URI url;

    @ArgGroup(exclusive = false, heading = "Of lines:%n")
    private @Nullable LineOptions lines;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (name.equalsIgnoreCase(LINES)) {
            return draw(lines == null ? new LineOptions() : lines);
        }
        PublishedSet set = named();
        if (lines != null) {
            throw new ParameterException(
                    spec.commandLine(), "'" + name + "' is fetched as it is; only lines has options of what is drawn");
        }
        PrintWriter print = spec.commandLine().getOut();
        print.println(set.name() + ": " + set.licence());
        print.flush();
        boolean fetched;
        try (Progress progress = new Progress("fetch")) {
            FetchReport report = new FetchReport(progress, print);
            fetched = new PublishedSetFetch(System.getenv(), report).into(out, set);
        }
        print.println((fetched ? "fetched from " + set.archive() + " to '" : "already in '") + out
                + "'; reparam train --data " + out + " reads it");
        return ExitCode.OK;
    }

    private PublishedSet named() {
        PublishedSet set = PublishedSet.ALL.stream()
                .filter(other -> other.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(spec.commandLine(), unknown()));
        try {
            return url == null ? set : set.from(url);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private String unknown() {
        List<String> names = new Sets();
        return "no data set is called '" + name + "', there are " + String.join(", ", names)
                + Mistyped.meant(name.toLowerCase(Locale.ROOT), names.stream());
    }

    private record FetchReport(Progress progress, PrintWriter print) implements PublishedSetFetch.Listener {
        @Override
        public void onProgress(double done) {
            progress.at(done);
        }

        @Override
        public void onNote(String note) {
            print.println(note);
            print.flush();
        }
    }

    private int draw(LineOptions options) throws IOException {
        LineSet set;
        try {
            set = options.set();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        try (Progress progress = new Progress("draw")) {
            set.write(out, progress::at);
        }
        spec.commandLine()
                .getOut()
                .println(set.training() + " lines to learn from and " + set.validation()
                        + " others to be measured on in '" + out + "'; reparam train --data " + out
                        + " --image-size 48x192 --fit stretch reads them");
        return ExitCode.OK;
    }

    /** The names of all, for completion too. */
    static final class Sets extends ArrayList<String> {
        Sets() {
            super(Stream.concat(PublishedSet.ALL.stream().map(PublishedSet::name), Stream.of(LINES))
                    .toList());
        }
    }
}
