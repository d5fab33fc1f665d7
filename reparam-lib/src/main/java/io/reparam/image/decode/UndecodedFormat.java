package io.reparam.image.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Formats that are recognised, so that a refusal can name them, but not decoded. */
enum UndecodedFormat {
    AVIF("an AVIF file") {
        @Override
        boolean matches(String start) {
            return isBrand(start, Set.of("avif", "avis"));
        }
    },
    HEIC("a HEIC file") {
        @Override
        boolean matches(String start) {
            return isBrand(start, Set.of("heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"));
        }
    },
    VIDEO("a video (MP4, QuickTime)") {
        @Override
        boolean matches(String start) {
            return start.startsWith("ftyp", 4);
        }
    },
    JPEG_XL("a JPEG XL file") {
        @Override
        boolean matches(String start) {
            return start.startsWith("\u00FF\n") || start.startsWith("\0\0\0\fJXL \r\n\u0087\n");
        }
    },
    JPEG_2000("a JPEG 2000 file") {
        @Override
        boolean matches(String start) {
            return start.startsWith("\0\0\0\fjP  \r\n\u0087\n") || start.startsWith("\u00FFO\u00FFQ");
        }
    },
    BIG_TIFF("a BigTIFF file") {
        @Override
        boolean matches(String start) {
            return start.startsWith("II+\0") || start.startsWith("MM\0+");
        }
    },
    PDF("a PDF document") {
        @Override
        boolean matches(String start) {
            return start.startsWith("%PDF-");
        }
    },
    POSTSCRIPT("a PostScript document") {
        @Override
        boolean matches(String start) {
            return start.startsWith("%!PS");
        }
    },
    SVG("an SVG drawing") {
        @Override
        boolean matches(String start) {
            String text = start.stripLeading().toLowerCase(Locale.ROOT);
            text = text.startsWith("\u00EF\u00BB\u00BF") ? text.substring(3).stripLeading() : text;
            return text.startsWith("<svg")
                    || ((text.startsWith("<?xml") || text.startsWith("<!") || text.startsWith("<!--"))
                            && text.contains("<svg"));
        }
    },
    PHOTOSHOP("a Photoshop file") {
        @Override
        boolean matches(String start) {
            return start.startsWith("8BPS");
        }
    },
    ICON("a Windows icon") {
        @Override
        boolean matches(String start) {
            // a number of pictures follows: a Targa file may start with the same four bytes, and has 0 there
            return start.matches("(?s)\0\0[\1\2]\0(?!\0\0)..*");
        }
    },
    OPEN_EXR("an OpenEXR file") {
        @Override
        boolean matches(String start) {
            return start.startsWith("v/1\1");
        }
    },
    NETPBM("a Netpbm file") {
        @Override
        boolean matches(String start) {
            return start.matches("(?s)P[1-7]\\s.*");
        }
    };

    /** An SVG drawing may start with a comment. */
    private static final int START = 1024;

    private final String named;

    UndecodedFormat(String named) {
        this.named = named;
    }

    abstract boolean matches(String start);

    /** With its article. */
    String named() {
        return named;
    }

    static Optional<UndecodedFormat> of(byte[] file) {
        String start = new String(file, 0, Math.min(START, file.length), StandardCharsets.ISO_8859_1);
        return Arrays.stream(values()).filter(format -> format.matches(start)).findFirst();
    }

    /** The major brand of an ISO media file. */
    private static boolean isBrand(String start, Set<String> brands) {
        return start.length() >= 12 && start.startsWith("ftyp", 4) && brands.contains(start.substring(8, 12));
    }
}
