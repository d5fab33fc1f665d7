package io.reparam.graph;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * A file that appears under its name only when all of it is there: it is written under a temporary name beside it and then
 * renamed. Until then, and if anything fails, whatever stood under the name is as it was.
 */
public final class AtomicFile implements AutoCloseable {
    private final Path target;
    private final Path temporary;

    /** Writes the bytes of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** @throws IOException if there can be no file of that name */
    AtomicFile(Path name) throws IOException {
        requirePlace(name);
        Path directory = Objects.requireNonNull(name.toAbsolutePath().getParent());
        target = Files.exists(name) ? name.toRealPath() : directory.resolve(name.getFileName()); // a link stays a link
        temporary = temporary(target);
    }

    /** Before long work whose result goes there. @throws IOException if there can be no file of that name */
    public static void requirePlace(Path name) throws IOException {
        Path directory = name.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new IOException("cannot write '" + name + "': its directory does not exist; create it first");
        }
        if (Files.isDirectory(name)) {
            throw new IOException("cannot write '" + name + "': it is a directory; name a file");
        }
        if (Files.exists(name) && !Files.isRegularFile(name)) {
            throw new IOException("cannot write '" + name + "': it is a device or a pipe; name a file");
        }
    }

    /** A whole file at once. @throws IOException naming the file and the cause, if it cannot be written */
    public static void write(Path name, Content content) throws IOException {
        try (AtomicFile file = new AtomicFile(name)) {
            file.write(content);
            file.publish();
        }
    }

    /** Under the temporary name. @throws IOException naming the file and the cause, if it cannot be written */
    void write(Content content) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
            content.writeTo(out);
        } catch (IOException e) {
            throw failure(target, e);
        }
    }

    Path temporary() {
        return temporary;
    }

    /** Renames what was written. */
    void publish() throws IOException {
        publish(temporary, target);
    }

    /** Takes away what was written and got no name. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(temporary);
    }

    /** The name beside a file under which it is written. Not createTempFile: its mode 600 would stay on the finished file. */
    static Path temporary(Path target) {
        return target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    }

    /** Renames a complete file. */
    static void publish(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failure(to, e);
        }
    }

    /** The same failure, said of the file that was asked for and not of the temporary one. */
    static IOException failure(Path target, IOException e) {
        String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
        if (e instanceof AccessDeniedException) {
            reason = "no permission to write in its directory";
        }
        return new IOException("cannot write '" + target + "': " + (reason == null ? e.toString() : reason), e);
    }
}
