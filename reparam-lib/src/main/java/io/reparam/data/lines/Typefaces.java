package io.reparam.data.lines;

import io.reparam.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Fonts in two parts that share no family: of the families, in the order of their names, the second of every three is held out.
 *
 * @param training to learn from
 * @param heldOut to be measured on
 */
record Typefaces(List<Typeface> training, List<Typeface> heldOut) {
    private static final int EVERY = 3;

    private static final List<String> STYLES_OF_DEJAVU = List.of("", "-Bold", "-Oblique", "-BoldOblique");
    private static final List<String> STYLES_OF_SERIF = List.of("", "-Bold", "-Italic", "-BoldItalic");
    private static final List<String> STYLES_OF_LIBERATION = List.of("-Regular", "-Bold", "-Italic", "-BoldItalic");

    /** DejaVu and Liberation, sans, serif and mono in four styles each, as two Maven artifacts bring them: always the same. */
    static Typefaces builtIn() throws IOException {
        List<Typeface> all = new ArrayList<>();
        String dejavu = "/net/sf/jasperreports/fonts/dejavu/";
        for (String family : List.of("DejaVuSans", "DejaVuSansMono")) {
            read(dejavu, family, STYLES_OF_DEJAVU, all);
        }
        read(dejavu, "DejaVuSerif", STYLES_OF_SERIF, all);
        for (String family : List.of("LiberationMono", "LiberationSans", "LiberationSerif")) {
            read("/liberation/", family, STYLES_OF_LIBERATION, all);
        }
        return split(all);
    }

    private static void read(String folder, String family, List<String> styles, List<Typeface> into)
            throws IOException {
        for (String style : styles) {
            String resource = folder + family + style + ".ttf";
            try (InputStream file = Objects.requireNonNull(Typefaces.class.getResourceAsStream(resource), resource)) {
                into.add(Typeface.read(family + style, file));
            }
        }
    }

    /** @throws DataException if there are fewer than two families with all Latin letters in the directory */
    static Typefaces in(Path directory) throws IOException {
        List<Typeface> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".ttf"))
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList()) {
                String name = file.getFileName().toString().replaceFirst("\\.ttf$", "");
                try (InputStream bytes = Files.newInputStream(file)) {
                    all.add(Typeface.read(name, bytes));
                } catch (IOException e) {
                    throw new DataException("'" + file + "' cannot be read as a font: " + e.getMessage()
                            + "; move it out of the folder");
                }
            }
        }
        all.removeIf(face -> !face.has(Script.LATIN.letters()));
        Typefaces split = split(all);
        if (split.heldOut.isEmpty()) {
            throw new DataException("'" + directory
                    + "' needs .ttf files of two families with Latin letters, of which one" + " is held out; it has "
                    + all.stream().map(Typeface::name).toList());
        }
        return split;
    }

    private static Typefaces split(List<Typeface> all) {
        List<String> families =
                all.stream().map(Typeface::family).distinct().sorted().toList();
        List<Typeface> training = new ArrayList<>();
        List<Typeface> heldOut = new ArrayList<>();
        for (Typeface face : all) {
            (families.indexOf(face.family()) % EVERY == 1 ? heldOut : training).add(face);
        }
        return new Typefaces(List.copyOf(training), List.copyOf(heldOut));
    }
}
