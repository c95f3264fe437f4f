package io.github.cicdmonitor.gate.files;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.EditSize;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.gate.finding.Situation;
import io.github.cicdmonitor.workflow.Shown;
import java.util.List;
import java.util.regex.Pattern;

/** Files that are no workflow: each by its own reader, or honestly unknown. */
public final class OtherFiles {
  private static final Pattern FOLLOWED = Pattern.compile(
      "(?i).*(?:https?:|www\\.|\\]\\(|\\]:|<[a-z!/]|curl |wget |\\bpip install|npm (?:i|install)|npx "
          + "|\\bsudo\\b|\\|\\s*(?:ba)?sh\\b|include::|\\.\\. +[a-z]+::|\\b\\S+@\\S+\\.\\w).*");

  private OtherFiles() {}

  /**
   * {@code before} and {@code after} differ. Five parameters: this is the switch over all kinds of
   * files, and hands each reader what it needs.
   */
  public static void read(
      FileKind kind, String before, String after, Situation context, FileFindings found) {
    VersionEvidence evidence = VersionEvidence.of(context.facts(), before);
    switch (kind) {
      case DOCUMENTATION -> documentation(before, after, found);
      case TOOL_VERSION -> toolVersion(before, after, found);
      case REQUIREMENTS -> RequirementsFile.compare(before, after, evidence, found);
      case SCRIPT -> BuildFiles.script(before, after, context.facts(), found);
      case GRADLE -> BuildFiles.gradle(before, after, found);
      case WRAPPER -> BuildFiles.wrapper(before, after, found);
      case MAVEN -> MavenPom.compare(before, after, evidence, found);
      case GO_MOD -> GoModule.compare(before, after, evidence, found);
      case LOCK -> LockFile.compare(before, after, found);
      case TOML_MANIFEST -> TomlManifest.compare(before, after, evidence, found);
      case NPM_MANIFEST -> NpmManifest.compare(before, after, evidence, context.facts(), found);
      case QUALITY_GATE -> found.add(ChangeKind.K22, 1, "the configuration of a check");
      case PACKAGE_SOURCE -> {
        found.add(ChangeKind.K15, 1, "where packages come from, or how they are treated");
        found.ask("where packages come from");
      }
      case TEST -> found.add(ChangeKind.K22, 1, "a test or what it expects");
      default -> found.add(ChangeKind.K23, 1, "a change that nobody here can read");
    }
  }

  /** Prose is harmless; a new link, command or hidden part is what a reader would follow. */
  private static void documentation(String before, String after, FileFindings found) {
    List<String> known = EditSize.lines(before);
    List<String> now = EditSize.lines(after);
    found.add(ChangeKind.K6, 1, "text");
    for (int i = 0; i < now.size(); i++) {
      String line = now.get(i);
      if (known.contains(line)) {
        continue;
      }
      if (FOLLOWED.matcher(line).matches()) {
        found.add(
            ChangeKind.K15, i + 1, "a link, address or command for readers: " + Shown.quoted(line));
      }
    }
  }

  private static void toolVersion(String before, String after, FileFindings found) {
    if (Literals.isVersion(after.strip()) && Literals.isVersion(before.strip())) {
      found.add(ChangeKind.K6, 1, Shown.quoted(before) + " → " + Shown.quoted(after));
      if (Literals.isOlder(before.strip(), after.strip())) {
        found.add(ChangeKind.K20, 1, "an older version");
      }
    } else {
      found.add(ChangeKind.K23, 1, Shown.quoted(after));
    }
  }
}
