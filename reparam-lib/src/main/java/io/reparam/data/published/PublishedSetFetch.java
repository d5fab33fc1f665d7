package io.reparam.data.published;

import io.reparam.artifact.Sha256;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleConsumer;

/** Brings a published data set into a directory. */
public final class PublishedSetFetch {
    private final DoubleConsumer progress;

    /** @param progress hears the part of the download that is done, 0 to 1 */
    public PublishedSetFetch(DoubleConsumer progress) {
        this.progress = progress;
    }

    /**
     * Fetches, checks and unpacks. The archive is removed after that; a download that broke off stays and is gone on with.
     *
     * @return false if all files were there already
     * @throws io.reparam.data.DataException if what came is not the set
     * @throws IOException if it cannot be reached or written
     */
    public boolean into(Path directory, PublishedSet set) throws IOException, InterruptedException {
        if (areThere(directory, set.files())) {
            return false;
        }
        Files.createDirectories(directory);
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(directory.toString());
        }
        Path archive = directory.resolve(set.name() + ".tar.gz");
        if (!Files.exists(archive) || !Sha256.of(List.of(archive)).equals(set.sha256())) {
            new Download(progress).to(archive, set.archive(), set.bytes(), set.sha256());
        }
        Unpacking.files(archive, set.files(), directory);
        Files.delete(archive);
        return true;
    }

    private static boolean areThere(Path directory, List<String> files) throws IOException {
        for (String file : files) {
            Path path = directory.resolve(file);
            if (!Files.exists(path) || Files.size(path) == 0) {
                return false;
            }
        }
        return true;
    }
}
