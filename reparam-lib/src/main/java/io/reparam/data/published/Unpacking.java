package io.reparam.data.published;

import io.reparam.data.DataException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Takes files out of a gzip-compressed tar archive into one directory, each whole or not at all. */
final class Unpacking {
    private Unpacking() {}

    /**
     * @param wanted names without folders; whatever else is in the archive stays there
     * @throws DataException if one of them is missing
     */
    static void files(Path archive, List<String> wanted, Path directory) throws IOException {
        Set<String> missing = new HashSet<>(wanted);
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file, 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null && !missing.isEmpty();
                    entry = tar.getNextEntry()) {
                String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                if (entry.isFile() && missing.remove(name)) {
                    Path part = directory.resolve(name + ".part");
                    Files.copy(tar, part, StandardCopyOption.REPLACE_EXISTING);
                    Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new DataException("'" + archive + "' lacks " + String.join(", ", missing));
        }
    }
}
