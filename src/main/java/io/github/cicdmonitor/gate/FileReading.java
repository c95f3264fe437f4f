package io.github.cicdmonitor.gate;

import io.github.cicdmonitor.gate.files.DockerfileChange;
import io.github.cicdmonitor.gate.files.FileKind;
import io.github.cicdmonitor.gate.files.OtherFiles;
import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.EditSize;
import io.github.cicdmonitor.gate.finding.FileFindings;
import io.github.cicdmonitor.gate.workflow.ActionFileChange;
import io.github.cicdmonitor.gate.workflow.ExpressionReach;
import io.github.cicdmonitor.gate.workflow.WorkflowChange;
import io.github.cicdmonitor.model.FileChange;
import io.github.cicdmonitor.model.HardRuleHit;
import io.github.cicdmonitor.workflow.ParsedChange;
import io.github.cicdmonitor.workflow.RepositoryFacts;
import io.github.cicdmonitor.workflow.Shown;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One changed file: path first, then characters, then meaning by the reader of its kind. */
final class FileReading {
  private static final Set<String> FILE_MODES = Set.of("100644", "100755");
  private static final String LFS_POINTER = "version https://git-lfs.github.com/spec/";
  private static final Pattern SUPPRESSION = Pattern.compile(
      "(?i).*(?:zizmor:|nosec|nosemgrep|noqa|yamllint|shellcheck|actionlint|checkov:|tfsec:|trivy:"
          + "|hadolint|eslint-|pragma:|pylint:|gitleaks:|renovate:|codeql|skip-?ci|ts-ignore).*");

  private FileReading() {}

  static FileFindings read(ParsedChange parsed, GateContext context) {
    FileChange change = parsed.change();
    Optional<HardRuleHit> forbidden = PathRules.check(change.path());
    FileKind kind = forbidden.isPresent() ? FileKind.UNKNOWN : FileKind.of(change.path());
    FileFindings found = new FileFindings(change.path(), kind.leastClass());
    String before = change.before().orElse("");
    String after = change.after().orElse("");
    if (forbidden.isPresent()) {
      found.block(forbidden.get());
      found.add(ChangeKind.K23, 0, "a file that is not for this program");
      return found;
    }
    tree(change, context.facts(), found);
    content(before, found);
    own(change, context, found);
    HiddenCharacters.added(before, after)
        .ifPresent(hidden -> found.block("B-UNI", hidden.line(), hidden.what()));
    ExpressionReach.clearSecretAdded(before, after)
        .ifPresent(line -> found.block("B-SECRET", line, "a secret in clear"));
    if (change.before().isEmpty()) {
      found.add(ChangeKind.K23, 1, "a new file");
    }
    if (after.isBlank() && !before.isBlank()) {
      found.add(ChangeKind.K22, 0, "nothing is left in the file");
    }
    if (change.after().isEmpty()) {
      found.add(ChangeKind.K22, 0, "the file is gone");
      found.add(ChangeKind.K23, 0, "the file is gone");
    }
    try {
      meaning(kind, parsed, context, found);
    } catch (RuntimeException | StackOverflowError e) {
      found.add(ChangeKind.K23, 0, "the reader of this kind of file failed");
    }
    silenced(before, after, found);
    if (!before.equals(after) && found.isEmpty()) {
      sameMeaning(kind, before, after, found);
    }
    return found;
  }

  private static void meaning(
      FileKind kind, ParsedChange parsed, GateContext context, FileFindings found) {
    String before = parsed.change().before().orElse("");
    String after = parsed.change().after().orElse("");
    if (before.equals(after)) {
      return;
    }
    switch (kind) {
      case WORKFLOW -> WorkflowChange.read(parsed, context.situation(), found);
      case ACTION -> ActionFileChange.read(parsed, context.situation(), found);
      case DOCKERFILE -> DockerfileChange.compare(before, after, context.facts(), found);
      default -> OtherFiles.read(kind, before, after, context.situation(), found);
    }
  }

  /** A comment may speak to a tool: "look away here". */
  private static void silenced(String before, String after, FileFindings found) {
    Set<String> known = Set.copyOf(EditSize.lines(before));
    EditSize.lines(after).stream()
        .filter(line -> !known.contains(line) && SUPPRESSION.matcher(line).matches())
        .filter(line -> !silencing(line).isEmpty()
            && known.stream().noneMatch(k -> silencing(k).equals(silencing(line))))
        .findFirst()
        .ifPresent(line ->
            found.add(ChangeKind.K22, 0, "a comment that silences a tool: " + Shown.quoted(line)));
  }

  private static String silencing(String line) {
    int comment = Math.max(line.indexOf('#'), Math.max(line.indexOf("//"), line.indexOf("<!--")));
    return comment < 0 ? "" : line.substring(comment);
  }

  /** Nothing but layout or comments changed. */
  private static void sameMeaning(FileKind kind, String before, String after, FileFindings found) {
    if (withoutComments(before).equals(withoutComments(after))) {
      found.onlyComments();
      found.add(ChangeKind.K0, 0, "comments or blank lines only");
    } else {
      found.add(
          ChangeKind.K0,
          0,
          "another spelling of the same "
              + kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
    }
  }

  private static String withoutComments(String text) {
    StringBuilder rest = new StringBuilder();
    for (String line : EditSize.lines(text)) {
      String plain =
          line.strip().startsWith("#") ? "" : line.replaceFirst("\\s+#.*$", "").stripTrailing();
      if (!plain.isBlank()) {
        rest.append(plain).append('\n');
      }
    }
    return rest.toString();
  }

  private static void tree(FileChange change, RepositoryFacts facts, FileFindings found) {
    if (!FILE_MODES.contains(change.mode())) {
      found.block("B-PATH", 0, "no ordinary file, mode " + change.mode());
    }
    Map<String, String> modes = facts.treeModes();
    for (int slash = change.path().indexOf('/');
        slash > 0;
        slash = change.path().indexOf('/', slash + 1)) {
      String parent = change.path().substring(0, slash);
      String mode = modes.getOrDefault(parent, "040000");
      if (!mode.equals("040000") && !mode.equals("40000")) {
        found.block("B-PATH", 0, "the folder " + parent + " is a link or a submodule");
      }
    }
    String mode = modes.get(change.path());
    if (mode != null && !FILE_MODES.contains(mode)) {
      found.block("B-PATH", 0, "the file is a link or a submodule");
    } else if (mode != null && !mode.equals(change.mode())) {
      found.block("B-PATH", 0, "the mode of the file would change");
    } else if (mode == null && !modes.isEmpty() && change.before().isPresent()) {
      found.ask(change.path() + " is not in the tree at the base commit");
    }
  }

  /** What is no text, or stands for a file that git keeps elsewhere, is not edited as a text. */
  private static void content(String before, FileFindings found) {
    if (before.startsWith(LFS_POINTER)) {
      found.block("B-PATH", 1, "a pointer to a file in Git LFS");
    }
    if (before.indexOf('\0') >= 0) {
      found.block("B-PATH", 0, "no text file");
    }
  }

  private static void own(FileChange change, GateContext context, FileFindings found) {
    boolean listed =
        context.ownPaths().stream().anyMatch(own -> own.equalsIgnoreCase(change.path()));
    boolean runsUs = FileKind.of(change.path()) == FileKind.WORKFLOW
        && (runsThis(change.before().orElse("")) || runsThis(change.after().orElse("")));
    if (listed || runsUs) {
      found.block("B-SELF", 0, "the program's own workflow, configuration or state");
    }
  }

  private static boolean runsThis(String workflow) {
    return workflow.contains("cicd-monitor") || workflow.contains("ci_cd_monitor");
  }
}
