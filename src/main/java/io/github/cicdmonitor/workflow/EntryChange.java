package io.github.cicdmonitor.workflow;

import io.github.cicdmonitor.workflow.Yaml.Mapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What stands under a key of a mapping before and after.
 *
 * @param from empty where the key is new
 * @param to empty where the key is gone
 * @param line 1-based, in the file after
 */
public record EntryChange(String key, Optional<Yaml> from, Optional<Yaml> to, int line) {
  /** Where the key is gone, {@code line} is that of the mapping. */
  public static EntryChange of(String key, Mapping old, Mapping now) {
    return of(key, old, now, now.line());
  }

  private static EntryChange of(String key, Mapping old, Mapping now, int gone) {
    Optional<Yaml> to = now.get(key);
    return new EntryChange(key, old.get(key), to, to.isPresent() ? now.lineOf(key) : gone);
  }

  /** The entries that differ, by key; {@code line} as in {@link #of}. */
  public static List<EntryChange> between(Mapping old, Mapping now) {
    return between(old, now, now.line());
  }

  /**
   * The entries that differ, by key.
   *
   * @param gone the line of what is no longer there
   */
  public static List<EntryChange> between(Mapping old, Mapping now, int gone) {
    return keys(old, now).stream()
        .map(key -> of(key, old, now, gone))
        .filter(EntryChange::differs)
        .toList();
  }

  /** The keys of both, in order. */
  public static Set<String> keys(Mapping old, Mapping now) {
    Set<String> keys = new TreeSet<>(old.entries().keySet());
    keys.addAll(now.entries().keySet());
    return keys;
  }

  /** Whether its meaning is another one. */
  public boolean differs() {
    return !from.equals(to);
  }

  /** What stood under the key; without entries where that was no mapping. */
  public Mapping old() {
    return from.map(Yaml::asMapping).orElse(Mapping.EMPTY);
  }

  /** What stands under the key now; without entries where that is no mapping. */
  public Mapping now() {
    return to.map(Yaml::asMapping).orElse(Mapping.EMPTY);
  }

  /**
   * The entries under the key that differ; empty where something else than a mapping stands there.
   *
   * @param gone the line of what is no longer there
   */
  public Optional<List<EntryChange>> entries(int gone) {
    boolean lists =
        from.or(() -> Optional.of(Mapping.EMPTY)).flatMap(Yaml::mapping).isPresent()
            && to.or(() -> Optional.of(Mapping.EMPTY)).flatMap(Yaml::mapping).isPresent();
    return lists ? Optional.of(between(old(), now(), gone)) : Optional.empty();
  }
}
