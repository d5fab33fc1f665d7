package io.reparam.train;

import ai.djl.engine.Engine;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;

/** DJL's PyTorch engine, started so that it calls nobody and keeps its memory. */
public final class TrainingEngine {
    /** DJL's name of the engine. */
    static final String NAME = "PyTorch";

    private TrainingEngine() {}

    /** glibc's allocator settings, malloc.h. */
    private interface CLibrary extends Library {
        int M_TRIM_THRESHOLD = -1;
        int M_TOP_PAD = -2;
        int M_MMAP_MAX = -4;
        int M_ARENA_MAX = -8;

        int mallopt(int parameter, int value);
    }

    /**
     * Starts the engine on its first call; later calls only set the seed of initialisation.
     *
     * @return the engine, for instance to ask its version
     */
    public static synchronized Engine start(long seed) {
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.offline", "true");
        keepFreedMemory();
        Engine engine = Engine.getEngine(NAME);
        engine.setRandomSeed((int) seed);
        return engine;
    }

    public static String versions() {
        return "djl " + Engine.getDjlVersion() + ", pytorch "
                + Engine.getEngine(NAME).getVersion();
    }

    /**
     * Keeps glibc from giving every large tensor back to the system: the page faults of taking it again would eat most of a
     * training step. Elsewhere than on Linux with glibc nothing is done.
     */
    private static void keepFreedMemory() {
        if (!Platform.isLinux()) {
            return;
        }
        try {
            CLibrary c = Native.load("c", CLibrary.class);
            c.mallopt(CLibrary.M_ARENA_MAX, 1);
            c.mallopt(CLibrary.M_MMAP_MAX, 0);
            c.mallopt(CLibrary.M_TRIM_THRESHOLD, Integer.MAX_VALUE);
            c.mallopt(CLibrary.M_TOP_PAD, 256 << 20);
        } catch (UnsatisfiedLinkError e) {
            // another C library: slower, not wrong
        }
    }
}
