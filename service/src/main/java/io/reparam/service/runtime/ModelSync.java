package io.reparam.service.runtime;

import io.reparam.artifact.Sha256;
import io.reparam.service.repository.ModelListing;
import io.reparam.service.repository.UnservableException;
import io.reparam.service.repository.VersionContent;
import io.reparam.service.repository.VersionFiles;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One model: which of its versions answer, and why others do not. Guarded by the lock of {@link ModelControl}. */
final class ModelSync {
    private static final Logger LOG = LoggerFactory.getLogger(ModelSync.class);

    private record Loaded(ServedModel model, SortedMap<String, String> stamps, Sha256 fingerprint) {}

    private record Failure(SortedMap<String, String> stamps, String reason) {}

    private enum Outcome {
        /** Answers with the files that lie there. */
        CURRENT,
        /** May still be on its way. */
        SETTLING,
        FAILED
    }

    private final String name;
    private final List<Integer> wanted;
    private final ModelLoader loader;
    private final ServedModels served;
    private final ModelListener listener;
    private final NavigableMap<Integer, Loaded> loaded = new TreeMap<>();
    private final NavigableMap<Integer, Failure> failures = new TreeMap<>();
    private Map<Integer, SortedMap<String, String>> seenBefore = Map.of();
    private String problem = "";
    private String passedOver = "";
    private int looksWithoutIt;

    /** @param wanted versions; empty for the latest one that can be served */
    ModelSync(String name, List<Integer> wanted, ModelLoader loader, ServedModels served, ModelListener listener) {
        this.name = name;
        this.wanted = wanted;
        this.loader = loader;
        this.served = served;
        this.listener = listener;
    }

    /**
     * Makes what answers follow what lies there.
     *
     * @param patient false to load at once what may still be on its way, and to try again what failed
     */
    void follow(ModelListing listing, boolean patient) {
        if (listing.files().isEmpty() && listing.unreadable() == null && !loaded.isEmpty()) {
            vanished();
            return;
        }
        looksWithoutIt = 0;
        NavigableMap<Integer, VersionFiles> versions;
        List<Integer> asked;
        try {
            versions = listing.versions();
            asked = wanted.isEmpty() ? listing.wanted(versions.navigableKeySet()) : wanted;
            tellPassedOver(listing.passedOver());
        } catch (UnservableException e) {
            report(reason(e));
            return;
        }
        if (versions.isEmpty()) {
            report(listing.emptiness());
        } else {
            problem = "";
        }
        Set<Integer> keep = asked.isEmpty() ? latest(versions, patient) : listed(asked, versions, patient);
        Map<Integer, SortedMap<String, String>> seen = new HashMap<>();
        versions.forEach((version, files) -> seen.put(version, files.stamps()));
        seenBefore = seen;
        failures.keySet().retainAll(versions.keySet());
        if (!keep.isEmpty()) {
            new TreeSet<>(loaded.keySet())
                    .stream().filter(version -> !keep.contains(version)).forEach(this::unload);
        }
    }

    /** @return the version to keep: the newest that answers; or none, if one that answers is to stay for now */
    private Set<Integer> latest(NavigableMap<Integer, VersionFiles> versions, boolean patient) {
        for (VersionFiles files : versions.descendingMap().values()) {
            Outcome outcome = bring(files, patient);
            boolean answers = loaded.containsKey(files.version());
            if (outcome == Outcome.CURRENT || answers) {
                return Set.of(files.version());
            }
            if (outcome == Outcome.SETTLING && !loaded.isEmpty()) {
                return Set.of();
            }
        }
        return Set.of();
    }

    private Set<Integer> listed(List<Integer> asked, NavigableMap<Integer, VersionFiles> versions, boolean patient) {
        for (int version : asked) {
            VersionFiles files = versions.get(version);
            if (files == null) {
                problem = "version " + version + " is configured, but there is only " + versions.keySet() + ".";
            } else {
                bring(files, patient);
            }
        }
        Set<Integer> keep = new TreeSet<>(asked);
        keep.retainAll(versions.keySet());
        return keep;
    }

    /** What is not followed is said, once in the log and always in the index. */
    private void tellPassedOver(String now) {
        if (!now.isEmpty() && !now.equals(passedOver)) {
            LOG.warn("{}: {}", name, now);
        }
        passedOver = now;
    }

    private Outcome bring(VersionFiles files, boolean patient) {
        int version = files.version();
        SortedMap<String, String> stamps = files.stamps();
        Loaded before = loaded.get(version);
        if (before != null && before.stamps.equals(stamps)) {
            failures.remove(version);
            return Outcome.CURRENT;
        }
        Failure failure = failures.get(version);
        if (patient && failure != null && failure.stamps.equals(stamps)) {
            return Outcome.FAILED;
        }
        if (patient && !stamps.equals(seenBefore.get(version))) {
            return Outcome.SETTLING;
        }
        return load(files, before);
    }

    private Outcome load(VersionFiles files, @Nullable Loaded before) {
        long start = System.nanoTime();
        try {
            VersionContent content = files.read();
            ServedModel model;
            if (before != null && before.fingerprint.equals(content.fingerprint())) {
                model = before.model; // touched or moved, but the same
            } else {
                model = loader.load(content);
                served.put(model);
                listener.loaded(model, System.nanoTime() - start);
                LOG.info("Loaded {} in {} ms", model, (System.nanoTime() - start) / 1_000_000);
                if (before != null) {
                    listener.unloaded(before.model);
                }
            }
            loaded.put(files.version(), new Loaded(model, files.stamps(), content.fingerprint()));
            failures.remove(files.version());
            return Outcome.CURRENT;
        } catch (UnservableException e) {
            LOG.warn("{} version {} is not loaded: {}", name, files.version(), reason(e));
            return failed(files, reason(e));
        } catch (RuntimeException | OutOfMemoryError e) {
            LOG.error("{} version {} is not loaded", name, files.version(), e);
            return failed(files, "loading failed; the service's log says why");
        }
    }

    private Outcome failed(VersionFiles files, String reason) {
        failures.put(files.version(), new Failure(files.stamps(), reason));
        listener.failed(name);
        return Outcome.FAILED;
    }

    /** Nothing of the model lies there: believed at the second look, as some tools replace a directory in two steps. */
    boolean vanished() {
        if (++looksWithoutIt < 2) {
            return false;
        }
        unloadAll("");
        return true;
    }

    void unloadAll(String reason) {
        new TreeSet<>(loaded.keySet()).forEach(this::unload);
        failures.clear();
        problem = reason;
    }

    private void unload(int version) {
        Loaded gone = loaded.remove(version);
        if (gone != null) {
            served.remove(name, version);
            listener.unloaded(gone.model);
            LOG.info("Unloaded {}; it is closed after its last request", gone.model);
        }
    }

    private void report(String reason) {
        if (!reason.equals(problem)) {
            LOG.warn("{} is not loaded: {}", name, reason);
            listener.failed(name);
        }
        problem = reason;
    }

    /** What went wrong last; empty if all is well. */
    String trouble() {
        return failures.isEmpty() ? problem : failures.lastEntry().getValue().reason;
    }

    List<IndexEntry> index() {
        List<IndexEntry> entries = new ArrayList<>();
        Set<Integer> versions = new TreeSet<>(loaded.keySet());
        versions.addAll(failures.keySet());
        for (int version : versions) {
            Failure failure = failures.get(version);
            entries.add(new IndexEntry(
                    name,
                    Integer.toString(version),
                    loaded.containsKey(version) ? IndexEntry.State.READY : IndexEntry.State.UNAVAILABLE,
                    failure == null ? passedOver : failure.reason));
        }
        if (!problem.isEmpty()) {
            entries.add(new IndexEntry(name, "", IndexEntry.State.UNAVAILABLE, problem));
        }
        return entries;
    }

    private static String reason(UnservableException e) {
        return String.valueOf(e.getMessage()).replaceFirst("[.]?$", ". ") + e.remedy();
    }
}
