package io.github.cicdmonitor.cli;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.report.OutputFile;
import io.github.cicdmonitor.store.AuditLog;
import io.github.cicdmonitor.store.AuditLog.Anchor;
import io.github.cicdmonitor.store.AuditLog.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The audit trail against itself, and against heads that were noted elsewhere: whoever can write the
 * state file can write all of it anew, but not what another person or machine has kept.
 */
final class AuditCheck {
  private static final Pattern NOTED = Pattern.compile("([0-9]{1,18}) ([0-9a-f]{64})(?: .*)?");
  private static final long LARGEST = 64L * 1024 * 1024;

  private final Optional<AuditLog> audit;

  AuditCheck(Optional<AuditLog> audit) {
    this.audit = audit;
  }

  /** @param expectedHead empty where none was noted */
  Verdict verify(String expectedHead, List<Anchor> noted) {
    Verdict verdict = audit
        .map(AuditLog::verify)
        .orElse(new Verdict(0, Optional.empty(), "there is no state yet"));
    if (verdict.firstBroken().isPresent()) {
      return verdict;
    }
    if (!expectedHead.isEmpty() && !holds(expectedHead)) {
      return new Verdict(
          verdict.rows(), Optional.of(1L), "it does not hold the expected head " + expectedHead);
    }
    for (Anchor anchor : noted) {
      if (!holds(anchor.hash()) && !isDeletedWithAge(anchor)) {
        return new Verdict(
            verdict.rows(),
            Optional.of(anchor.seq()),
            "the anchor file has another one; the trail was cut or rewritten");
      }
    }
    return verdict;
  }

  private boolean holds(String head) {
    return audit.map(log -> log.holds(head)).orElse(false);
  }

  private boolean isDeletedWithAge(Anchor anchor) {
    return audit.map(log -> log.isBeforeBeginning(anchor.seq())).orElse(false);
  }

  /** What was noted so far; nothing where there is no such file yet. */
  static List<Anchor> noted(Path file) {
    List<Anchor> anchors = new ArrayList<>();
    for (String line : text(file).lines().toList()) {
      Matcher noted = NOTED.matcher(line);
      if (!noted.matches()) {
        throw unusable(file, "a line is not a number and a hash");
      }
      anchors.add(new Anchor(Long.parseLong(noted.group(1)), noted.group(2)));
    }
    return anchors;
  }

  /** Adds the newest place, unless it is the last noted. */
  void note(Path file, List<Anchor> noted, Clock clock) {
    Optional<Anchor> newest = audit.map(AuditLog::anchor);
    if (newest.isPresent() && newest.get().seq() > 0 && !noted.contains(newest.get())) {
      Anchor anchor = newest.get();
      OutputFile.write(
          file, text(file) + anchor.seq() + " " + anchor.hash() + " " + clock.instant() + "\n");
    }
  }

  private static String text(Path file) {
    try {
      if (!Files.exists(file)) {
        return "";
      }
      if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
        throw unusable(file, "it is no regular file, or too large for one of anchors");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unusable(file, "it cannot be read");
    }
  }

  private static MonitorException unusable(Path file, String why) {
    return MonitorException.of(
        MonitorException.Kind.USAGE,
        "could not use the anchor file " + file,
        why,
        "Give --anchor a file that 'cicd-monitor report --verify' wrote, or a new one");
  }
}
