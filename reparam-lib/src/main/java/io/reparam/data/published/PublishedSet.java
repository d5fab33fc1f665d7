package io.reparam.data.published;

import io.reparam.artifact.Sha256;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * An archive with a data set, as its authors publish it.
 *
 * @param name as the command line calls it
 * @param archive where it lies, a tar file compressed by gzip
 * @param bytes of the archive
 * @param sha256 of the archive
 * @param files that are wanted of it
 * @param licence what its authors say of its use
 */
public record PublishedSet(
        String name, URI archive, long bytes, Sha256 sha256, List<PublishedFile> files, String licence) {
    private static final String CIFAR = "no licence is stated; its authors ask to cite A. Krizhevsky, Learning Multiple"
            + " Layers of Features from Tiny Images, 2009 (https://www.cs.toronto.edu/~kriz/cifar.html)";

    /** Bytes of an image. */
    private static final int CIFAR_PIXELS = 3 * 32 * 32;

    private static final int STL_PIXELS = 3 * 96 * 96;

    /** A new set is an entry here. */
    public static final List<PublishedSet> ALL = List.of(
            new PublishedSet(
                    "cifar10",
                    URI.create("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"),
                    170_052_171,
                    new Sha256("c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
                    Stream.of(
                                    "data_batch_1.bin",
                                    "data_batch_2.bin",
                                    "data_batch_3.bin",
                                    "data_batch_4.bin",
                                    "data_batch_5.bin",
                                    "test_batch.bin")
                            .map(file -> PublishedFile.records(file, 10_000, 1 + CIFAR_PIXELS))
                            .toList(),
                    CIFAR),
            new PublishedSet(
                    "cifar100",
                    URI.create("https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz"),
                    168_513_733,
                    new Sha256("58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec"),
                    List.of(
                            PublishedFile.records("train.bin", 50_000, 2 + CIFAR_PIXELS),
                            PublishedFile.records("test.bin", 10_000, 2 + CIFAR_PIXELS),
                            PublishedFile.names("fine_label_names.txt", 100)),
                    CIFAR),
            new PublishedSet(
                    "stl10",
                    URI.create("http://ai.stanford.edu/~acoates/stl10/stl10_binary.tar.gz"),
                    2_640_397_119L,
                    new Sha256("f31fd99273a1acb8609c8db427cebb1de3f71de77758cdc0e22956e1289b9866"),
                    List.of(
                            PublishedFile.records("train_X.bin", 5_000, STL_PIXELS),
                            PublishedFile.records("train_y.bin", 5_000, 1),
                            PublishedFile.records("test_X.bin", 8_000, STL_PIXELS),
                            PublishedFile.records("test_y.bin", 8_000, 1),
                            PublishedFile.names("class_names.txt", 10)),
                    "no licence is stated; its images come from ImageNet, its authors ask to cite A. Coates, H. Lee,"
                            + " A. Ng, AISTATS 2011 (https://cs.stanford.edu/~acoates/stl10)"));

    /**
     * The same data from another place, such as a mirror.
     *
     * @throws IllegalArgumentException if it is not an address of http or https
     */
    public PublishedSet from(URI other) {
        if (!List.of("http", "https").contains(String.valueOf(other.getScheme())) || other.getHost() == null) {
            throw new IllegalArgumentException(
                    "'" + other + "' is not an address such as http://mirror.example/set.tar.gz");
        }
        return new PublishedSet(name, other, bytes, sha256, files, licence);
    }
}
