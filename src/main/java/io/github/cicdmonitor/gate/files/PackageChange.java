package io.github.cicdmonitor.gate.files;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Version;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A package and its version in any manifest. */
final class PackageChange {
  private final FileFindings found;
  private final VersionEvidence evidence;

  PackageChange(FileFindings found, VersionEvidence evidence) {
    this.found = found;
    this.evidence = evidence;
  }

  /** A version specification as in the manifest; empty means any version. */
  void version(String name, String before, String after, int line) {
    if (before.equals(after)) {
      return;
    }
    String what = Shown.quoted(name) + " " + shown(before) + " → " + shown(after);
    if (isSource(after)) {
      found.add(ChangeKind.K15, line, what + ", from a place of its own");
      return;
    }
    if (exact(after).isEmpty()) {
      found.add(ChangeKind.K20, line, what + ", no single version");
      found.add(ChangeKind.K23, line, what);
      return;
    }
    if (!evidence.shows(name, after)) {
      found.unseen(name + " " + after.strip());
    }
    if (before.isBlank() || exact(before).isEmpty()) {
      found.add(ChangeKind.K1, line, what);
      return;
    }
    if (operator(before).equals("==") && !operator(after).equals("==")) {
      found.add(ChangeKind.K20, line, name + " is pinned less exactly");
      found.ask(name + " is pinned less exactly");
    }
    found.add(step(bare(before), bare(after)), line, what);
  }

  /** The kind of change between two versions of one package. */
  static ChangeKind step(String before, String after) {
    return switch (Version.step(before, after)) {
      case SAME, PATCH, MINOR -> ChangeKind.K1;
      case MAJOR -> ChangeKind.K2;
      case DOWN, OTHER -> ChangeKind.K23; // older, or not comparable
    };
  }

  void added(String name, String version, int line) {
    found.add(ChangeKind.K21, line, "new package " + Shown.quoted(name + " " + version));
    if (isSource(version)) {
      found.add(ChangeKind.K15, line, Shown.quoted(version) + " is a place of its own");
    } else if (!evidence.shows(name, version)) {
      found.unseen(name + " " + version);
    }
  }

  void removed(String name) {
    found.add(ChangeKind.K23, 0, "package " + Shown.quoted(name) + " is gone");
  }

  /** Anything but a version of the usual source: URL, repository, folder, another name. */
  static boolean isSource(String version) {
    String folded = version.toLowerCase(Locale.ROOT);
    return folded.contains(":")
        || folded.contains("/")
        || folded.contains("@")
        || folded.contains("\\");
  }

  private static Optional<Version> exact(String text) {
    return Version.parse(bare(text));
  }

  private static String bare(String text) {
    return text.strip().replaceFirst("^(?:===|==|=|\\^|~=|~|>=)\\s*", "");
  }

  private static String operator(String text) {
    String plain = text.strip();
    for (String operator : Set.of("===", "==")) {
      if (plain.startsWith(operator)) {
        return "==";
      }
    }
    return plain.isEmpty() ? "" : Character.isDigit(plain.charAt(0)) ? "==" : plain.substring(0, 1);
  }

  private static String shown(String version) {
    return version.isBlank() ? "(any)" : Shown.quoted(version);
  }
}
