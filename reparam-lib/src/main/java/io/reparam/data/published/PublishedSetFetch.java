package io.reparam.data.published;

import io.reparam.artifact.Sha256;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Brings a published data set into a directory. */
public final class PublishedSetFetch {
    private final Listener listener;
    private final Download download;

    /** @param environment variables, of which some name a proxy */
    public PublishedSetFetch(Map<String, String> environment, Listener listener) {
        this(environment, Duration.ofSeconds(60), listener);
    }

    /** @param patience with a server that answers, and then sends nothing */
    PublishedSetFetch(Map<String, String> environment, Duration patience, Listener listener) {
        this.listener = listener;
        download = new Download(new ProxyVariables(environment), patience, listener);
    }

    /**
     * Fetches, checks and unpacks what is missing or damaged. The archive is removed after that; a download that broke off stays
     * and is gone on with.
     *
     * @return false if all files were there already
     * @throws io.reparam.data.DataException if what came is not the set
     * @throws IOException if it cannot be reached or written
     */
    public boolean into(Path directory, PublishedSet set) throws IOException, InterruptedException {
        List<String> wanted = wanted(directory, set.files());
        if (wanted.isEmpty()) {
            return false;
        }
        Files.createDirectories(directory);
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(directory.toString());
        }
        Path archive = directory.resolve(set.name() + ".tar.gz");
        if (!Files.exists(archive) || !Sha256.of(List.of(archive)).equals(set.sha256())) {
            download.to(archive, set.archive(), set.bytes(), set.sha256());
        }
        Unpacking.files(archive, wanted, directory);
        Files.delete(archive);
        return true;
    }

    private List<String> wanted(Path directory, List<PublishedFile> files) throws IOException {
        List<String> wanted = new ArrayList<>();
        for (PublishedFile file : files) {
            OptionalLong size = file.sizeIn(directory);
            if (size.isPresent() && size.getAsLong() == file.size()) {
                continue;
            }
            wanted.add(file.name());
            if (size.isPresent()) {
                listener.onNote("'" + directory.resolve(file.name()) + "' has " + size.getAsLong() + " "
                        + file.unit().name().toLowerCase(Locale.ROOT) + " instead of " + file.size()
                        + ": it is damaged, and fetched again");
            }
        }
        return wanted;
    }

    /** Told how a fetch goes, on the thread that fetches. */
    public interface Listener {
        /** @param done part of the archive that is here, 0 to 1; the first says what an earlier try has left */
        default void onProgress(double done) {}

        /** Something that people want to know: a file that is damaged, a download that begins again. */
        default void onNote(String note) {}
    }
}
