package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.NamedVersions.Named;
import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.Version.Step;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of a runtime that takes the place of an older one: written in the same way, known to have
 * been released, and what the repository's own files allow. There must be a reason to move: the old
 * version is out of support, or the files do not allow it.
 *
 * @param before as written, such as {@code 16}, {@code 3.8.x}, {@code v18.12.0}
 * @param after as written
 */
record RuntimeMove(String runtime, String before, String after) {
  private static final Pattern FORM =
      Pattern.compile("(v?)([0-9]{1,4}(?:\\.[0-9]{1,4}){0,2})((?:\\.[x*]){0,2})");

  /** Docker's official images of the same releases: what exists there exists. */
  private static final Map<String, String> IMAGES =
      Map.of("node", "node", "python", "python", "go", "golang", "ruby", "ruby", "php", "php");

  private static final Map<String, String> NAMES = Map.of(
      "node",
      "node|nodejs",
      "python",
      "python|py",
      "java",
      "java|jdk|temurin|corretto",
      "go",
      "golang|go");

  /**
   * @param why where the value comes from
   * @param asks why a person decides all the same
   * @param demanded whether a file of the repository does not allow the old version
   */
  record Verdict(String why, Optional<String> asks, boolean demanded) {}

  /**
   * Empty where it is no move upwards in the same spelling.
   *
   * @param folders where the repository's own files are looked for
   * @param path of the file that is edited
   */
  Optional<Verdict> judge(FixEvidence evidence, Set<String> folders, String path) {
    Optional<Verdict> verdict = verdict(evidence, folders, path);
    Optional<String> told = verdict
        .filter(v -> v.asks().isEmpty())
        .flatMap(v -> evidence.holding(told(), path, ".github/workflows/"));
    return told.isPresent()
        ? ask(verdict.orElseThrow().why(), told.get() + " speaks of the old version")
        : verdict;
  }

  /** The old version where it stands for itself, or beside the runtime's name. */
  private String told() {
    String number = before.replaceFirst("^v", "").replaceFirst("(?:\\.[x*])+$", "");
    String line = Pattern.quote(NamedVersions.line(runtime, number)) + "(?![0-9]|\\.[0-9]+\\.)";
    return "(?i)(?:" + NAMES.getOrDefault(runtime, runtime) + ")[^\\n0-9]{0,16}" + line
        + (number.contains(".") ? "|(?<![0-9.])" + Pattern.quote(number) + "(?![0-9.])" : "");
  }

  private Optional<Verdict> verdict(FixEvidence evidence, Set<String> folders, String path) {
    Matcher old = FORM.matcher(before);
    Matcher now = FORM.matcher(after);
    if (!old.matches() || !now.matches() || !sameStyle(old, now)) {
      return Optional.empty();
    }
    Step step = Version.step(old.group(2), now.group(2));
    if (step != Step.MAJOR && step != Step.MINOR && step != Step.PATCH) {
      return Optional.empty();
    }
    String lineBefore = NamedVersions.line(runtime, old.group(2));
    String line = NamedVersions.line(runtime, now.group(2));
    String name = runtime + " " + line;
    if (!evidence.isFresh(FactsSection.RUNTIMES)) {
      return ask(name + " is a newer line", "the facts about supported versions are too old");
    }
    if (!isReleased(now.group(2), line, evidence)) {
      return ask(
          runtime + " " + now.group(2) + " is newer", "no source at hand shows that it exists");
    }
    List<Named> named = NamedVersions.of(runtime, folders, path, evidence::file);
    Optional<Named> against = named.stream()
        .filter(n -> n.range().filter(r -> r.allows(line)).isEmpty())
        .findFirst();
    if (against.isPresent()) {
      return ask(name + " is a newer line", against.get().path() + " does not name it");
    }
    if (isShortLived(line)) {
      return ask(name + " is a newer line", "it is no line with long-term support");
    }
    Optional<Named> newer =
        named.stream().filter(n -> !n.range().orElseThrow().allows(lineBefore)).findFirst();
    boolean agreed = named.stream()
        .filter(n -> !n.exact())
        .noneMatch(n -> n.range().orElseThrow().allows(lineBefore));
    if (newer.isPresent() && !agreed) {
      return ask(name + " is a newer line", "the files of the repository do not agree");
    }
    if (newer.isPresent()) {
      return Optional.of(new Verdict(
          newer.get().path() + " asks for " + name + " or allows no older one",
          Optional.empty(),
          true));
    }
    Optional<Named> promised = named.stream()
        .filter(n -> !n.exact() && n.range().orElseThrow().lowest(numbers(line)).equals(lineBefore))
        .findFirst();
    if (promised.isPresent() && !line.equals(lineBefore)) {
      return ask(
          name + " is a newer line",
          promised.get().path() + " promises " + lineBefore + ", which would no longer be tested");
    }
    if (line.equals(lineBefore)) {
      return Optional.of(new Verdict("a later release of " + name, Optional.empty(), false));
    }
    if (isOver(lineBefore, evidence)) {
      return Optional.of(new Verdict(
          runtime + " " + lineBefore + " is out of support; " + name + " is a later line",
          Optional.empty(),
          false));
    }
    return ask(name + " is a newer line", runtime + " " + lineBefore + " is supported and allowed");
  }

  private static Optional<Verdict> ask(String why, String reason) {
    return Optional.of(new Verdict(why, Optional.of(reason), false));
  }

  /** Node's odd majors are supported for half a year (nodejs/release). */
  private boolean isShortLived(String line) {
    return runtime.equals("node") && "13579".indexOf(line.charAt(line.length() - 1)) >= 0;
  }

  private static int numbers(String line) {
    return line.split("\\.", -1).length;
  }

  private static boolean sameStyle(Matcher old, Matcher now) {
    return old.group(1).equals(now.group(1))
        && old.group(3).equals(now.group(3))
        && numbers(old.group(2)) == numbers(now.group(2));
  }

  private boolean isReleased(String version, String line, FixEvidence evidence) {
    RuntimeFacts runtimes = evidence.facts().runtimes();
    boolean known =
        runtimes.offered(runtime).contains(line) || runtimes.end(runtime, line).isPresent();
    if (!known || numbers(version) <= numbers(line)) {
      return known;
    }
    String ofImage = runtime.equals("node") ? minor(version) : line;
    return Optional.ofNullable(IMAGES.get(runtime))
            .flatMap(image -> evidence.facts().highestPatch(image, ofImage))
            .filter(highest -> highest.startsWith(ofImage + "."))
            .filter(highest -> {
              Step step = Version.step(version, highest);
              return step == Step.SAME || step == Step.PATCH;
            })
            .isPresent()
        && evidence.isFresh(FactsSection.OFFICIAL_IMAGES);
  }

  private static String minor(String version) {
    String[] parts = version.split("\\.", -1);
    return parts[0] + "." + parts[1];
  }

  private boolean isOver(String line, FixEvidence evidence) {
    LocalDate today = evidence.today();
    RuntimeFacts facts = evidence.facts().runtimes();
    String major = line.replaceFirst("\\..*", "") + ".";
    List<String> known = facts.versionsWithEnd(runtime).stream()
        .filter(version -> version.startsWith(major))
        .toList();
    boolean older =
        !known.isEmpty() && known.stream().allMatch(k -> Version.step(k, line) == Step.DOWN);
    return older || facts.end(runtime, line).filter(end -> end.isBefore(today)).isPresent();
  }
}
