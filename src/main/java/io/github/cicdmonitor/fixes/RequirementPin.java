package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.workflow.Version;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Python requirement pinned to the version that a lock file or constraints file of the repository
 * has for it. A range that only gets narrower is recognised too, but a person decides: nothing in the
 * repository says that it is the right one.
 */
final class RequirementPin implements Fix {
  // a small step: the repository installs that version elsewhere already
  private static final About ABOUT = About.of(
          "requirement-pin",
          "Pins a Python requirement to the version in a lock or constraints file (only recognised)")
      .mending(Category.DEPENDENCY)
      .with(Trait.NEW_CODE, Trait.SMALL_STEP);

  private static final Pattern FILE =
      Pattern.compile("(?:.*/)?(?:requirements[\\w.-]*\\.txt|[\\w.-]*-requirements\\.txt"
          + "|requirements/[\\w.-]+\\.txt)");
  private static final Pattern LINE =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*(?:\\[[A-Za-z0-9,._ -]+\\])?)( *)"
          + "((?:[=!<>~]=?[ ]*[0-9A-Za-z.*+!_-]+(?: *, *)?)*)((?: *;[^#]*)?(?:\\s+#.*)?\\s*)");
  private static final Pattern PIN = Pattern.compile("== ?([0-9]+(?:\\.[0-9]+)*)");
  // neither an index of one's own, nor a repository, nor a folder
  private static final Pattern ELSEWHERE = Pattern.compile(
      "\\[package\\.source\\]|(?m)^source *= *+(?!\\{ *registry *= *\"https://pypi\\.org/simple/?\" *\\})");
  private static final Set<String> TABLES = Set.of("poetry.lock", "uv.lock", "pdm.lock");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public void recognise(TextDiff diff, FixEvidence evidence, Claims claims) {
    if (!FILE.matcher(diff.path()).matches()) {
      return;
    }
    for (Hunk hunk : diff.hunks()) {
      hunk.rewritten(LINE)
          .filter(line -> line.keeps(1) && !continues(diff, hunk))
          .filter(line ->
              line.before().group(4).strip().equals(line.after().group(4).strip()))
          .ifPresent(line -> recognise(
              hunk,
              line.after().group(1),
              line.before().group(3),
              line.after().group(3),
              evidence,
              claims));
    }
  }

  private static boolean continues(TextDiff diff, Hunk hunk) {
    String[] lines = diff.after().split("\n", -1);
    boolean before = hunk.line() > 1 && lines[hunk.line() - 2].strip().endsWith("\\");
    return before || hunk.after().get(0).strip().endsWith("\\");
  }

  /** Six parameters: the three parts of the line that were read already, and what each kind is given. */
  private static void recognise(
      Hunk hunk, String name, String before, String after, FixEvidence evidence, Claims claims) {
    String plain = normal(name.replaceFirst("\\[.*", ""));
    Matcher pin = PIN.matcher(after.strip());
    Matcher oldPin = PIN.matcher(before.strip());
    if (pin.matches()) {
      Set<String> locked = locked(plain, hunk.path(), evidence);
      boolean up = !oldPin.matches() || isUp(oldPin.group(1), pin.group(1));
      if (locked.equals(Set.of(pin.group(1))) && up && (before.isBlank() || oldPin.matches())) {
        claims.claim(hunk, "the lock has " + plain + " " + pin.group(1));
      } else if (before.isBlank()) {
        claims.ask(hunk, "a pinned version", "no one lock file has that version");
      }
      return;
    }
    String kept = before.strip();
    boolean narrower = after.strip().length() > kept.length()
        && after.strip().startsWith(kept)
        && (kept.isEmpty()
            || after.strip().substring(kept.length()).stripLeading().startsWith(","));
    if (narrower) {
      claims.ask(hunk, "a narrower range", "nothing in the repository says that this is the limit");
    }
  }

  private static boolean isUp(String before, String after) {
    return switch (Version.step(before, after)) {
      case PATCH, MINOR, MAJOR -> true;
      case SAME, DOWN, OTHER -> false;
    };
  }

  /** The versions that lock files beside it or at the root have. */
  private static Set<String> locked(String name, String path, FixEvidence evidence) {
    String folder = path.contains("/") ? path.substring(0, path.lastIndexOf('/') + 1) : "";
    Set<String> versions = new TreeSet<>();
    for (String place : folder.isEmpty() ? List.of("") : List.of(folder, "")) {
      for (String table : TABLES) {
        evidence.file(place + table).ifPresent(text -> inTables(text, name, versions));
      }
      evidence.file(place + "constraints.txt").ifPresent(text -> inLines(text, name, versions));
    }
    return versions;
  }

  private static void inTables(String text, String name, Set<String> versions) {
    Pattern entry = Pattern.compile(
        "(?m)^\\[\\[package\\]\\]\\R+name = \"([^\"]+)\"\\R+version = \"([^\"]+)\"((?:\\R(?!\\[\\[).*)*)");
    entry
        .matcher(text)
        .results()
        .filter(m ->
            normal(m.group(1)).equals(name) && !ELSEWHERE.matcher(m.group(3)).find())
        .forEach(m -> versions.add(m.group(2)));
  }

  private static void inLines(String text, String name, Set<String> versions) {
    text.lines().forEach(line -> {
      Matcher form = LINE.matcher(line);
      Matcher pin = form.matches() ? PIN.matcher(form.group(3).strip()) : PIN.matcher("");
      if (pin.matches() && normal(form.group(1)).equals(name) && !form.group(4).contains(";")) {
        versions.add(pin.group(1));
      }
    });
  }

  /** As PyPI compares names. */
  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }
}
