package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rights of a job's token.
 *
 * @param kind what is written: nothing (the repository's default, which may be anything), one word
 *     for all scopes, or a list
 * @param scopes level by scope, only for a list; what is not listed is none
 */
record Permissions(Kind kind, Map<String, Level> scopes) {
  static final Permissions DEFAULT = new Permissions(Kind.DEFAULT, Map.of());

  private static final Set<String> FORBIDDEN = WordLists.of("workflow").set("forbidden to write");
  private static final Set<String> SCOPES = WordLists.of("workflow").set("token scopes");

  enum Kind {
    DEFAULT,
    READ_ALL,
    WRITE_ALL,
    LISTED,
    UNKNOWN
  }

  enum Level {
    NONE,
    READ,
    WRITE
  }

  static Permissions of(Optional<Yaml> value) {
    if (value.isEmpty()) {
      return DEFAULT;
    }
    Optional<String> word = value.get().scalar().map(Scalar::text);
    if (word.isPresent()) {
      return switch (word.get()) {
        case "read-all" -> new Permissions(Kind.READ_ALL, Map.of());
        case "write-all" -> new Permissions(Kind.WRITE_ALL, Map.of());
        // "permissions:" with nothing behind it: GitHub's reader and others differ
        default -> new Permissions(Kind.UNKNOWN, Map.of());
      };
    }
    Optional<Mapping> list = value.get().mapping();
    if (list.isEmpty()) {
      return new Permissions(Kind.UNKNOWN, Map.of());
    }
    Map<String, Level> scopes = new TreeMap<>();
    for (Map.Entry<String, Yaml> entry : list.get().entries().entrySet()) {
      String level = entry.getValue().toString();
      if (!SCOPES.contains(entry.getKey()) || !Set.of("read", "write", "none").contains(level)) {
        return new Permissions(Kind.UNKNOWN, Map.of());
      }
      scopes.put(entry.getKey(), Level.valueOf(level.toUpperCase(java.util.Locale.ROOT)));
    }
    return new Permissions(Kind.LISTED, scopes);
  }

  boolean writes() {
    return kind == Kind.WRITE_ALL || scopes.containsValue(Level.WRITE);
  }

  /** The scopes that a list, or a word for all, gives the right to write. */
  Set<String> written() {
    return kind == Kind.DEFAULT
        ? Set.of()
        : SCOPES.stream().filter(scope -> level(scope) == Level.WRITE).collect(Collectors.toSet());
  }

  Level level(String scope) {
    return switch (kind) {
      case READ_ALL -> scope.equals("id-token") ? Level.NONE : Level.READ;
      case WRITE_ALL, UNKNOWN -> Level.WRITE;
      // As far as a restriction goes, the default restricts nothing that could be read.
      case DEFAULT -> scope.equals("id-token") ? Level.NONE : Level.READ;
      case LISTED -> scopes.getOrDefault(scope, Level.NONE);
    };
  }

  private String told() {
    return kind == Kind.LISTED ? scopes.toString() : kind.name();
  }

  /** Prices the step to {@code after}, which stands at {@code line}. */
  void compareTo(Permissions after, int line, WorkflowPlace place) {
    if (kind == after.kind && scopes.equals(after.scopes)) {
      return;
    }
    if (after.kind == Kind.UNKNOWN) {
      place.add(ChangeKind.K12, line, "permissions that cannot be determined");
      place.add(ChangeKind.K23, line, "permissions");
      return;
    }
    if (after.kind == Kind.WRITE_ALL) {
      place.add(ChangeKind.K12, line, "all scopes may write");
      place.found().block("B-PERM", line, "write-all");
      return;
    }
    if (after.kind == Kind.DEFAULT) {
      place.add(ChangeKind.K12, line, "no permissions are set any more");
      place.found().block("B-PERM", line, "a restriction of the token is removed");
      return;
    }
    boolean wider = false;
    List<String> narrower = new ArrayList<>();
    for (String scope : new TreeSet<>(SCOPES)) {
      Level old = level(scope);
      Level now = after.level(scope);
      if (kind == Kind.UNKNOWN && now == Level.WRITE) {
        wider = true;
        place.add(ChangeKind.K12, line, scope + " WRITE, and what it was is not known");
      } else if (kind == Kind.LISTED && now.compareTo(old) < 0) {
        narrower.add(scope + " " + old + " → " + now);
      }
      if (now.compareTo(old) <= 0 || kind == Kind.WRITE_ALL) {
        continue;
      }
      wider = true;
      place.add(ChangeKind.K12, line, scope + " " + old + " → " + now);
      if (now == Level.WRITE && FORBIDDEN.contains(scope)) {
        place.found().block("B-PERM", line, scope + ": write");
      }
    }
    if (!wider) {
      String what = narrower.isEmpty() ? "now only " + after.told() : String.join(", ", narrower);
      place.add(ChangeKind.K13, line, "permissions: " + what);
    }
  }
}
