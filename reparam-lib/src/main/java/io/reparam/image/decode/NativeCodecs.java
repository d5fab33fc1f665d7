package io.reparam.image.decode;

import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;
import org.jspecify.annotations.Nullable;

/**
 * libjpeg-turbo and libwebp, as they lie in Leptonica's library. Any number of threads may call them: each call has its own state.
 *
 * @see <a href="https://github.com/bytedeco/javacpp-presets/tree/master/leptonica">its Java binding</a>
 */
public final class NativeCodecs {
    /** Why they did not load; empty if they did. */
    private static final String FAILURE = load();

    static final boolean AVAILABLE = FAILURE.isEmpty();

    private NativeCodecs() {}

    /** What decodes images here, in one sentence for a log. */
    public static String summary() {
        return AVAILABLE
                ? "JPEG and WebP are decoded by libjpeg-turbo and libwebp"
                : "The native image decoders did not load (" + FAILURE
                        + "): JPEG is decoded by ImageIO, more slowly, and WebP is refused";
    }

    private static String load() {
        // what is allocated here is freed here: no thread that follows the garbage collector, no limits by its own
        // count
        System.setProperty("org.bytedeco.javacpp.nopointergc", "true");
        System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
        System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
        try {
            leptonica.setMsgSeverity(leptonica.L_SEVERITY_NONE);
            return "";
        } catch (LinkageError | RuntimeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /**
     * Decodes a JPEG of one or three channels.
     *
     * @param scale 1, 2, 4 or 8: how many times smaller each side becomes
     * @return null if libjpeg-turbo found anything wrong
     */
    static @Nullable NativePixels jpeg(byte[] file, int scale) {
        int[] warnings = new int[1];
        NativePixels pixels = pixels(leptonica.pixReadMemJpeg(file, file.length, 0, scale, warnings, 0));
        if (pixels != null && warnings[0] > 0) {
            pixels.close();
            return null;
        }
        return pixels;
    }

    /** Decodes a WebP file of one image; null if it is damaged. */
    static @Nullable NativePixels webp(byte[] file) {
        return pixels(leptonica.pixReadMemWebP(file, file.length));
    }

    private static @Nullable NativePixels pixels(@Nullable PIX pix) {
        return pix == null || pix.isNull() ? null : new NativePixels(pix);
    }
}
