package io.reparam.service.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reparam.ort.HostTensor;
import io.reparam.service.batch.Deadline;
import io.reparam.service.batch.Priority;
import io.reparam.service.error.ServiceException;
import io.reparam.service.runtime.ModelSettings.Mode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelControlTest {
    private final Path root;
    private final ModelDirectory directory;
    private final ServedModels served = new ServedModels("cifar10");
    private final HeardModels listener = new HeardModels();

    ModelControlTest(@TempDir Path root) throws IOException {
        this.root = root;
        directory = ModelDirectory.copyTo(root);
    }

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void poll_newVersion_isLoadedOnceTwoLooksSawTheSame() throws IOException {
        ModelControl control = started(Mode.POLL);
        directory.addVersion(2);
        control.poll();
        assertThat(served.model(null).version()).isEqualTo(1);
        control.poll();
        assertThat(served.model(null).version()).isEqualTo(2);
        assertThat(listener.heard).containsExactly("loaded cifar10/1", "loaded cifar10/2", "unloaded cifar10/1");
        assertThat(control.index()).containsExactly(new IndexEntry("cifar10", "2", IndexEntry.State.READY, ""));
    }

    @Test
    void lease_ofReplacedVersion_stillRuns() throws Exception {
        ModelControl control = started(Mode.POLL);
        Lease lease = served.lease("cifar10.attention", null);
        directory.addVersion(2);
        pollTwice(control);
        assertThat(served.model(null).version()).isEqualTo(2);
        ServedVariant old = lease.variant(null);
        assertThat(old.name()).isEqualTo("attention");
        HostTensor row = HostTensor.of(List.of(1L, 3L, 32L, 32L), FloatBuffer.allocate(3 * 32 * 32));
        assertThat(old.submit(List.of(row), 1, Deadline.NONE, Priority.NORMAL)
                        .get()
                        .value()
                        .get(0)
                        .floats()
                        .remaining())
                .isEqualTo(10);
        lease.close();
        lease.close();
    }

    @Test
    void poll_halfCopiedVersion_keepsTheOldOneUntilItIsWhole() throws IOException {
        ModelControl control = started(Mode.POLL);
        directory.addVersion(2);
        Path onnx = root.resolve("cifar10/2/reparam.onnx");
        byte[] whole = Files.readAllBytes(onnx);
        Files.write(onnx, Arrays.copyOf(whole, whole.length / 2));
        pollTwice(control);
        assertThat(served.model(null).version()).isEqualTo(1);
        assertThat(control.index())
                .anySatisfy(entry ->
                        assertThat(entry.reason()).contains("2/reparam.onnx").contains("SHA-256"))
                .contains(new IndexEntry("cifar10", "1", IndexEntry.State.READY, ""));
        control.poll();
        assertThat(listener.heard).containsOnlyOnce("failed cifar10");
        Files.write(onnx, whole);
        pollTwice(control);
        assertThat(served.model(null).version()).isEqualTo(2);
    }

    @Test
    void poll_brokenManifest_keepsWhatAnswersAndSaysWhy() throws IOException {
        ModelControl control = started(Mode.POLL);
        Files.writeString(directory.manifestFile(), "name: [");
        pollTwice(control);
        assertThat(served.model(null).version()).isEqualTo(1);
        assertThat(control.index())
                .anySatisfy(
                        entry -> assertThat(entry.reason()).contains("manifest").contains("is wrong"));
    }

    @Test
    void poll_corruptModel_keepsTheOldGenerationOfTheSameVersion() throws IOException {
        ModelControl control = started(Mode.POLL);
        ServedModel before = served.model(null);
        directory.replace("reparam", "not ONNX".getBytes(StandardCharsets.UTF_8));
        pollTwice(control);
        assertThat(served.model(null)).isSameAs(before);
        assertThat(control.index()).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(IndexEntry.State.READY);
            assertThat(entry.reason()).contains("cannot be used");
        });
    }

    @Test
    void poll_touchedFiles_loadNothing() throws IOException {
        ModelControl control = started(Mode.POLL);
        Files.setLastModifiedTime(directory.file("reparam"), FileTime.fromMillis(1));
        pollTwice(control);
        assertThat(listener.heard).containsExactly("loaded cifar10/1");
    }

    @Test
    void poll_swappedLink_isFollowed() throws IOException {
        Path volume = Files.createDirectory(root.resolve("volume"));
        Path first = Files.createDirectory(volume.resolve("..1"));
        Files.move(root.resolve("cifar10"), first.resolve("cifar10"));
        Files.createSymbolicLink(volume.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(volume.resolve("cifar10"), Path.of("..data/cifar10"));
        ModelControl control = LoadedModels.control(volume.toString(), "cifar10", Mode.POLL, served, listener);
        control.start();

        Path second = Files.createDirectory(volume.resolve("..2"));
        ModelDirectory.copyTo(second);
        renumber(second.resolve("cifar10/model.yaml"), second.resolve("cifar10/model.yaml"), 2);
        Files.move(second.resolve("cifar10/1"), second.resolve("cifar10/2"));
        Files.createSymbolicLink(volume.resolve("..tmp"), Path.of("..2"));
        Files.move(
                volume.resolve("..tmp"),
                volume.resolve("..data"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        pollTwice(control);
        assertThat(served.model(null).version()).isEqualTo(2);
    }

    @Test
    void poll_removedModel_isUnloadedAtTheSecondLook() throws IOException {
        ModelControl control = started(Mode.POLL);
        Files.move(root.resolve("cifar10"), root.resolve(".gone"));
        control.poll();
        assertThat(served.ready()).isTrue();
        control.poll();
        assertThat(served.ready()).isFalse();
        assertThat(control.index()).isEmpty();
        assertThat(listener.heard).endsWith("unloaded cifar10/1");
    }

    @Test
    void poll_unreadableRoot_keepsEverything() throws IOException {
        Path volume = Files.createDirectory(root.resolve("volume"));
        Files.move(root.resolve("cifar10"), volume.resolve("cifar10"));
        ModelControl control = LoadedModels.control(volume.toString(), "cifar10", Mode.POLL, served, listener);
        control.start();
        Files.move(volume, root.resolve("elsewhere"));
        pollTwice(control);
        assertThat(served.ready()).isTrue();
    }

    @Test
    void start_badNewestVersion_servesTheOneBefore() throws IOException {
        directory.addVersion(2);
        Files.write(root.resolve("cifar10/2/reparam.onnx"), new byte[] {1});
        started(Mode.POLL);
        assertThat(served.model(null).version()).isEqualTo(1);
    }

    @Test
    void load_explicit_bringsTheNewVersionAndUnloadTakesAllAway() throws IOException {
        ModelControl control = started(Mode.EXPLICIT);
        directory.addVersion(2);
        assertThat(control.load("cifar10")).extracting(IndexEntry::version).containsExactly("2");
        assertThat(control.unload("cifar10"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.reason()).isEqualTo("unloaded"));
        assertThatThrownBy(() -> served.lease("cifar10", null)).isInstanceOf(ServiceException.class);
        control.load("cifar10");
        assertThat(served.model(null).version()).isEqualTo(2);
    }

    @Test
    void load_whatCannotBe_isRefusedWithTheReason() throws IOException {
        ModelControl control = started(Mode.EXPLICIT);
        Files.write(directory.file("reparam"), new byte[] {1});
        assertThatThrownBy(() -> control.load("cifar10")).hasMessageContaining("SHA-256");
        assertThatThrownBy(() -> control.load("a\nb")).hasMessageContaining("'a?b'");
        assertThat(served.model(null).version()).isEqualTo(1);
    }

    @Test
    void load_inOtherModes_isRefused() {
        ModelControl control = started(Mode.POLL);
        assertThatThrownBy(() -> control.load("cifar10")).hasMessageContaining("explicit");
        assertThatThrownBy(() -> control.unload("cifar10")).hasMessageContaining("explicit");
    }

    @Test
    void plainFile_withACard_takesImages() throws IOException {
        plain("plain/3", "reparam");
        started(Mode.NONE);
        ServedModel model = served.model("plain");
        assertThat(model.version()).isEqualTo(3);
        assertThat(model.manifest().labels()).isEqualTo(directory.manifest().labels());
        assertThat(served.lease("plain.model", 3).variant(null).name()).isEqualTo("model");
    }

    @Test
    void lease_unknownVersionOrVariant_saysWhatThereIs() {
        started(Mode.NONE);
        assertThatThrownBy(() -> served.lease("cifar10", 7)).hasMessageContaining("no version 7; it has [1]");
        try (Lease lease = served.lease("cifar10.fast", null)) {
            assertThatThrownBy(() -> lease.variant(null)).hasMessageContaining("attention");
        }
    }

    private ModelControl started(Mode mode) {
        ModelControl control = LoadedModels.control(directory.location(), "cifar10", mode, served, listener);
        control.start();
        return control;
    }

    private static void pollTwice(ModelControl control) {
        control.poll();
        control.poll();
    }

    private void plain(String path, String variant) throws IOException {
        Files.createDirectories(root.resolve(path));
        Files.copy(directory.file(variant), root.resolve(path).resolve("model.onnx"));
    }

    private static void renumber(Path from, Path to, int version) throws IOException {
        Files.writeString(to, Files.readString(from).replaceFirst("version: \\d+", "version: " + version));
    }

    /** A gigabyte of configuration ended the start of the service, for want of heap. */
    @Test
    void start_filesThatAreMuchTooLarge_keepNoOtherModelAway() throws IOException {
        for (String file : List.of("large-config/config.pbtxt", "large-labels/labels.txt", "large-net/1/model.onnx")) {
            Path model = Files.createDirectories(root.resolve(file.substring(0, file.indexOf('/')) + "/1"));
            Files.copy(Path.of("src/test/resources/plain/times2.onnx"), model.resolve("model.onnx"));
            try (var sparse = new RandomAccessFile(root.resolve(file).toFile(), "rw")) {
                sparse.setLength(3L << 30);
            }
        }
        ModelControl control = started(Mode.POLL);
        assertThat(control.index())
                .filteredOn(entry -> entry.state() == IndexEntry.State.READY)
                .extracting(IndexEntry::name)
                .containsExactly("cifar10");
        assertThat(control.index())
                .filteredOn(entry -> entry.state() != IndexEntry.State.READY)
                .extracting(IndexEntry::reason)
                .satisfiesExactly(
                        config -> assertThat(config).contains("config.pbtxt has 3221225472 bytes"),
                        labels -> assertThat(labels).contains("labels.txt has 3221225472 bytes"),
                        net -> assertThat(net).contains("model.onnx cannot be read", "3221225472", "make it smaller"));
    }

    /** As a volume's lost+found is; whoever may read everything sees an empty directory. */
    @Test
    void start_directoryThatMayNotBeRead_keepsNoOtherModelAway() throws IOException {
        Path secret = Files.createDirectory(root.resolve("secret"));
        Files.setPosixFilePermissions(secret, Set.of());
        try {
            ModelControl control = started(Mode.POLL);
            assertThat(served.model(null).name()).isEqualTo("cifar10");
            assertThat(control.index())
                    .filteredOn(entry -> entry.name().equals("secret"))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.reason())
                            .contains(Files.isReadable(secret) ? "is empty" : "access is denied"));
        } finally {
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
        }
    }
}
