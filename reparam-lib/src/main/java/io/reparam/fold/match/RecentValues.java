package io.reparam.fold.match;

import io.reparam.fold.eval.NdArray;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arrays by name, the least recently used ones dropped beyond a number of elements in all; the last one stays, however large. */
final class RecentValues {
    private final long limit;
    private final Map<String, NdArray> values = new LinkedHashMap<>(16, 0.75f, true);
    private long elements;

    RecentValues(long limit) {
        this.limit = limit;
    }

    @Nullable
    NdArray get(String name) {
        return values.get(name);
    }

    void remove(String name) {
        NdArray old = values.remove(name);
        elements -= old == null ? 0 : old.count();
    }

    void put(String name, NdArray value) {
        remove(name);
        values.put(name, value);
        elements += value.count();
        Iterator<NdArray> oldest = values.values().iterator();
        while (elements > limit && values.size() > 1) {
            elements -= oldest.next().count();
            oldest.remove();
        }
    }
}
