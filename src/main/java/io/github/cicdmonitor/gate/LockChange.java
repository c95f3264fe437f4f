package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Version;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A lock file before and after, whatever its format: names, versions, sources, hashes. */
final class LockChange {
  private final Findings found;
  /**
   * From here on it is a tool that wrote the file anew; nobody writes so many hashes by hand. Its
   * versions then need a range in the manifest only; by its size it asks a person all the same.
   */
  private static final int REGENERATED = 40;

  private final VersionEvidence evidence;
  private boolean regenerated;

  /**
   * @param key unique in the file
   * @param source URL or registry, empty when the file tells none
   * @param rest everything else, as text
   */
  record Entry(
      String key, String name, String version, String source, String hash, String rest, int line) {}

  LockChange(Findings found, VersionEvidence evidence) {
    this.found = found;
    this.evidence = evidence;
  }

  void compare(List<Entry> before, List<Entry> after) {
    Map<String, Entry> old = byKey(before);
    Map<String, Entry> now = byKey(after);
    long touched = now.entrySet().stream()
        .filter(e -> !Optional.ofNullable(old.get(e.getKey()))
            .map(o -> o.version().equals(e.getValue().version()))
            .orElse(false))
        .count();
    regenerated = touched >= REGENERATED;
    now.forEach((key, entry) -> {
      Entry known = old.get(key);
      if (known == null) {
        added(entry, before);
      } else if (!known.equals(withLine(entry, known.line()))) {
        changed(known, entry);
      }
    });
    for (Entry gone : old.values()) {
      if (!now.containsKey(gone.key())) {
        found.add(ChangeKind.K23, 0, "no longer locked: " + gone.name() + " " + gone.version());
      }
    }
  }

  private static Map<String, Entry> byKey(List<Entry> entries) {
    Map<String, Entry> byKey = new LinkedHashMap<>();
    for (Entry entry : entries) {
      String key = entry.key();
      while (byKey.containsKey(key)) {
        key += "'";
      }
      byKey.put(key, entry);
    }
    return byKey;
  }

  private static Entry withLine(Entry e, int line) {
    return new Entry(e.key(), e.name(), e.version(), e.source(), e.hash(), e.rest(), line);
  }

  private void added(Entry entry, List<Entry> before) {
    boolean known = before.stream().anyMatch(e -> e.name().equals(entry.name()));
    found.add(
        known ? ChangeKind.K2 : ChangeKind.K21,
        entry.line(),
        "locked: " + entry.name() + " " + entry.version());
    boolean knownHost = entry.source().isEmpty()
        || before.stream().anyMatch(e -> host(e.source()).equals(host(entry.source())));
    if (!knownHost) {
      foreign(entry);
    }
    unseen(entry);
    script(entry, "");
  }

  private void changed(Entry old, Entry now) {
    String what = now.name() + " " + old.version() + " → " + now.version();
    if (!host(old.source()).equals(host(now.source()))) {
      foreign(now);
    }
    boolean sameVersion = old.version().equals(now.version());
    if (sameVersion && !old.hash().equals(now.hash()) && !old.hash().isEmpty()) {
      found.block("B-PIN", now.line(), "another hash for the same version of " + now.name());
    }
    if (!old.hash().isEmpty() && now.hash().isEmpty()) {
      found.add(ChangeKind.K20, now.line(), now.name() + " is no longer checked by hash");
      found.ask(now.name() + " is no longer checked by hash");
    }
    if (sameVersion) {
      found.add(ChangeKind.K23, now.line(), "the entry of " + now.name());
    } else {
      switch (Version.step(old.version(), now.version())) {
        case SAME, PATCH, MINOR -> found.add(ChangeKind.K1, now.line(), what);
        case MAJOR -> found.add(ChangeKind.K2, now.line(), what);
        case DOWN -> found.add(ChangeKind.K23, now.line(), what + ", an older version");
        case OTHER -> found.add(ChangeKind.K23, now.line(), what + ", not comparable");
      }
      if (!now.source().isEmpty() && !fits(now)) {
        found.add(
            ChangeKind.K23, now.line(), "the source of " + now.name() + " names another package");
      }
      unseen(now);
    }
    script(now, old.rest());
  }

  private void script(Entry entry, String before) {
    if (entry.rest().contains("hasInstallScript=true")
        && !before.contains("hasInstallScript=true")) {
      found.add(ChangeKind.K9, entry.line(), entry.name() + " runs a script when installed");
    }
  }

  private void foreign(Entry entry) {
    found.add(ChangeKind.K15, entry.line(), "another source of " + entry.name());
    found.block(
        "B-PIN",
        entry.line(),
        "another source of " + entry.name() + ": " + Shown.quoted(entry.source()));
  }

  private void unseen(Entry entry) {
    if (!evidence.shows(entry.name(), entry.version())
        && !(regenerated && evidence.allows(entry.name(), entry.version()))) {
      found.unseen(entry.name() + " " + entry.version());
    }
  }

  private static boolean fits(Entry entry) {
    String bare = entry.name().substring(entry.name().lastIndexOf('/') + 1);
    return entry.source().toLowerCase(Locale.ROOT).contains(bare.toLowerCase(Locale.ROOT));
  }

  private static String host(String source) {
    try {
      URI uri = new URI(source);
      return uri.getScheme() == null ? source : uri.getScheme() + "://" + uri.getRawAuthority();
    } catch (URISyntaxException e) {
      return source;
    }
  }
}
