package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.model.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Gemfile.lock that was written on another machine and does not list the runner's platform. Where
 * no locked gem has a build of its own for a platform, the line is all that {@code bundle lock
 * --add-platform} would add; else only Bundler can write it. A lock file asks a person.
 */
final class BundlerPlatform implements Fix {
  private static final About ABOUT = About.of(
          "bundler-platform", "Adds the runner's platform to Gemfile.lock")
      .mending(Category.DEPENDENCY)
      .with(Trait.NEW_CODE, Trait.SMALL_STEP)
      .askedBy("add-platform ([a-z0-9_.-]+)", "your local platform is ([a-z0-9_.-]+)");
  private static final Pattern PLATFORMS = Pattern.compile("(?m)^PLATFORMS\\R((?:  \\S+\\R)+)");
  // "    nokogiri (1.16.0-x86_64-linux)"
  private static final Pattern NATIVE = Pattern.compile(
      "(?m)^    \\S+ \\([0-9][^)]*-(?:x86|x64|arm|aarch|java|universal|mingw|mswin)[^)]*\\)");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    String platform = fault.group(1).replaceFirst("[.`']+$", "");
    List<String> locks = files.named("Gemfile.lock");
    if (locks.size() != 1) {
      return Proposed.no("there is not exactly one Gemfile.lock");
    }
    String path = locks.get(0);
    String text = files.text(path).orElse("");
    Matcher list = PLATFORMS.matcher(text);
    if (!list.find()) {
      return Proposed.no("Gemfile.lock lists no platforms");
    }
    List<String> platforms =
        new ArrayList<>(list.group(1).lines().map(String::strip).toList());
    if (platforms.contains(platform)) {
      return Proposed.no("Gemfile.lock lists " + platform + " already");
    }
    String title = "ci: Add " + platform + " to the platforms of Gemfile.lock";
    String reason = "Gemfile.lock was written for " + String.join(", ", platforms)
        + "; the runner is " + platform + ".";
    if (NATIVE.matcher(text).find()) {
      return Proposed.command(title, reason, List.of("bundle", "lock", "--add-platform", platform));
    }
    platforms.add(platform);
    List<String> sorted = platforms.stream().sorted().toList();
    Editor editor = new Editor(files);
    editor.replace(path, list.start(1), list.end(1), "  " + String.join("\n  ", sorted) + "\n");
    return Proposed.edits(title, reason, editor);
  }

  @Override
  public void recognise(TextDiff diff, FixEvidence evidence, Claims claims) {
    if (!diff.fileName().equals("Gemfile.lock")) {
      return;
    }
    Optional<String> doubt = WrittenLock.doubt(diff, evidence, addingPlatforms(evidence));
    if (doubt.isEmpty()) {
      diff.hunks().forEach(hunk -> claims.claim(hunk, "bundle lock only added a platform"));
      return;
    }
    Optional<Hunk> only =
        diff.hunks().size() == 1 ? Optional.of(diff.hunks().get(0)) : Optional.empty();
    only.filter(hunk -> hunk.after().stream().allMatch(line -> line.matches("  [a-z0-9_.-]+")))
        .ifPresent(hunk -> claims.ask(hunk, "a platform is added", doubt.get()));
  }

  /** The command that ran, where it is this one; its platform is any. */
  private static Set<List<String>> addingPlatforms(FixEvidence evidence) {
    return evidence
        .written()
        .map(FixEvidence.Written::argv)
        .filter(argv -> argv.size() == 4
            && argv.subList(0, 3).equals(List.of("bundle", "lock", "--add-platform")))
        .map(Set::of)
        .orElse(Set.of());
  }
}
