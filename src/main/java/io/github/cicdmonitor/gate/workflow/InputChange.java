package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.files.Literals;
import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.WordLists;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.gate.shell.RunChange;
import io.github.cicdmonitor.workflow.EntryChange;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.Shown;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Mapping;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The {@code with:} inputs of an action: those that are code, hide a failure, upload or say where
 * something comes from; a version and a cache key are cheaper than the rest.
 */
final class InputChange {
  private static final WordLists WORDS = WordLists.of("workflow");

  /** Inputs that actions run as code. */
  static final Set<String> CODE = WORDS.set("code inputs");

  private static final Set<String> VERSION_FILES = WORDS.set("version files");
  private static final Pattern PLAIN_PATH =
      Pattern.compile("(?!.*\\.\\.)(?:\\./)?[A-Za-z0-9._][A-Za-z0-9._/-]*");
  private static final Set<String> FALSE_IS_STRICT = WORDS.set("strict when false");
  private static final List<Pattern> BROAD = WORDS.patterns("broad uploads");

  private InputChange() {}

  /** The action says what its inputs mean. */
  static void compare(String action, EntryChange with, WorkflowPlace place) {
    Optional<List<EntryChange>> inputs = with.entries(with.line());
    if (inputs.isEmpty()) {
      place.add(ChangeKind.K23, with.line(), "with is not a list of inputs");
      return;
    }
    for (EntryChange input : inputs.get()) {
      String what = "input " + input.key();
      if (isVersionFile(input.key(), with.now())) {
        place.add(ChangeKind.K6, input.line(), what + ": the version comes from a file");
      } else if (input.to().isPresent() && input.to().get().scalar().isEmpty()) {
        place.add(ChangeKind.K23, input.line(), what + " is no text");
      } else {
        input(action, input, place);
      }
    }
  }

  private static void input(String action, EntryChange input, WorkflowPlace place) {
    String name = input.key().toLowerCase(Locale.ROOT);
    Optional<Scalar> from = input.from().flatMap(Yaml::scalar);
    Optional<Scalar> to = input.to().flatMap(Yaml::scalar);
    int line = input.line();
    String old = from.map(Scalar::text).orElse("");
    String now = to.map(Scalar::text).orElse("");
    String what = "input " + name + " " + (from.isEmpty() ? "new" : Shown.quoted(old)) + " → "
        + (to.isEmpty() ? "(gone)" : Shown.quoted(now));
    boolean newExpression =
        Expressions.any(now) && !Expressions.in(now).equals(Expressions.in(old));
    if (CODE.contains(name)) {
      int at = to.map(Scalar::textLine).orElse(line);
      place.add(old.isEmpty() ? ChangeKind.K9 : ChangeKind.K8, at, what);
      code(old, now, at, place);
    } else if (name.equals("path") && action.contains("upload")) {
      place.add(ChangeKind.K14, line, what);
      upload(old, now, to.map(Scalar::textLine).orElse(line), place);
    } else if (FALSE_IS_STRICT.contains(name)) {
      boolean stricter = now.equals("false");
      place.add(stricter ? ChangeKind.K14_STRICTER : ChangeKind.K14, line, what);
    } else if (WORDS.anyIn("mask inputs", name)) {
      place.add(ChangeKind.K14, line, what);
      if (!isStricter(name, now)) {
        place.mask(
            line,
            "an input that decides what counts as a failure: " + name + " " + Shown.quoted(old)
                + " → " + Shown.quoted(now));
      }
    } else if (newExpression) {
      place.add(ChangeKind.K14, line, what);
    } else if (name.equals("key") || name.equals("restore-keys")) {
      place.add(isDigitBump(old, now) ? ChangeKind.K3 : ChangeKind.K14, line, what);
    } else if (isVersion(name, now)) {
      place.add(ChangeKind.K6, line, what);
      if (Literals.isOlder(old, now)) {
        place.add(ChangeKind.K20, line, "an older version");
      }
    } else if (WORDS.anyIn("source inputs", name)) {
      place.add(ChangeKind.K15, line, what);
    } else {
      place.add(ChangeKind.K14, line, what);
    }
  }

  /** A version told by a file of the repository, or the one that stood there in its place. */
  private static boolean isVersionFile(String name, Mapping now) {
    boolean gone = Literals.isVersionName(name) && now.get(name).isEmpty();
    return now.entries().keySet().stream()
        .filter(input -> gone || input.equals(name))
        .filter(VERSION_FILES::contains)
        .anyMatch(
            input -> now.text(input).map(p -> PLAIN_PATH.matcher(p).matches()).orElse(false));
  }

  private static boolean isVersion(String name, String now) {
    return Literals.isVersionName(name)
        && !now.isEmpty()
        && now.lines().allMatch(l -> Literals.isVersion(l.strip()));
  }

  private static boolean isDigitBump(String old, String now) {
    return Literals.differOnlyInDigits(Expressions.literalPart(old), Expressions.literalPart(now))
        && Expressions.in(old).equals(Expressions.in(now));
  }

  private static void code(String old, String now, int line, WorkflowPlace place) {
    if (old.isEmpty()) {
      RunChange.added(now, line, false, place);
    } else {
      // The inputs of a scanner are options, not a script: look at both.
      RunChange.hardRules(old, now, line, place);
      if (place.guard().isGate()) {
        RunChange.edited("tool " + old, "tool " + now, line, false, place);
      }
    }
  }

  /** Whether with that value at least as much counts as a failure as with any other. */
  private static boolean isStricter(String name, String now) {
    boolean failing = name.contains("fail")
        || name.contains("exit")
        || name.contains("strict")
        || name.contains("verify");
    return failing
        ? (now.equals("true")
            && (name.contains("fail") || name.contains("strict"))
            && !name.contains("no"))
        : now.equals("false")
            && (name.contains("ignore")
                || name.contains("skip")
                || name.contains("soft")
                || name.contains("continue"));
  }

  /** Artifacts can be read by anybody who can read the repository, for months. */
  private static void upload(String old, String now, int line, WorkflowPlace place) {
    List<String> known = old.lines().map(String::strip).toList();
    now.lines()
        .map(String::strip)
        .filter(path -> !path.isEmpty() && !path.startsWith("!") && !known.contains(path))
        .forEach(path -> {
          String folded = path.toLowerCase(Locale.ROOT).replace("\\", "/").replaceAll("/{2,}", "/");
          boolean workspace = Expressions.in(path).stream()
                  .anyMatch(e -> e.matches(
                      "(?:github|runner)\\.(?:workspace|temp)|env\\.(?:home|github_workspace)"))
              && Expressions.literalPart(path).matches("\\u0001(?:/|/\\*+|/\\.git.*|/\\.)?");
          boolean hidden = path.contains("..") || folded.matches("\\./\\..+");
          if (BROAD.stream().anyMatch(form -> form.matcher(folded).matches())
              || workspace
              || hidden) {
            place
                .found()
                .block("B-SECRET", line, "uploads more than a result: " + Shown.quoted(path));
          }
        });
  }
}
