package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.Version;
import io.github.cicdmonitor.workflow.Version.Step;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A manifest that asks for the version that its lock file holds already: nothing else is installed
 * than before. Only upwards within a major version, in the same spelling.
 */
final class LockedVersion implements Fix {
  private static final About ABOUT = About.of(
      "locked-version", "Has a manifest ask for the version that the lock file holds already");

  private static final Pattern NPM = Pattern.compile(
      "(\\s*\"((?:@[a-z0-9._-]+/)?[a-z0-9._-]+)\": *\")([~^]?)([0-9]+\\.[0-9]+\\.[0-9]+)(\",?\\s*)");
  private static final Pattern GO = Pattern.compile(
      "((?:require )?\\s*([a-z0-9.-]+\\.[a-z]+/[A-Za-z0-9._/-]+) )(v)([0-9]+\\.[0-9]+\\.[0-9]+)((?: // indirect)?)");

  private static final List<String> INSTALLED =
      List.of("dependencies", "devDependencies", "optionalDependencies");
  private static final List<String> OTHER_LOCKS =
      List.of("npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb");

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public void recognise(TextDiff diff, FixEvidence evidence, Claims claims) {
    boolean npm = diff.fileName().equals("package.json");
    boolean go = diff.fileName().equals("go.mod");
    if (!npm && !go) {
      return;
    }
    for (Hunk hunk : diff.hunks()) {
      hunk.rewritten(npm ? NPM : GO)
          .filter(line -> line.keeps(1, 3, 5))
          .filter(line -> isUp(line.before().group(4), line.after().group(4)))
          .filter(line -> isInstalled(diff, hunk, npm, line.after()))
          .ifPresent(line -> {
            String lock =
                Folders.join(Folders.parent(diff.path()), npm ? "package-lock.json" : "go.sum");
            String text = evidence.file(lock).orElse("");
            MatchResult now = line.after();
            String why = lock + " holds " + now.group(2) + " " + now.group(4);
            boolean other = npm
                ? OTHER_LOCKS.stream()
                    .map(name -> Folders.join(Folders.parent(diff.path()), name))
                    .anyMatch(name -> evidence.file(name).isPresent())
                : goHas(text, line.before());
            if (!npm && goHas(text, now) && !sameMinor(line.before().group(4), now.group(4))) {
              claims.ask(hunk, why, "who uses the module gets that version too");
            } else if (npm && npmHas(text, now) && !isOfDevelopers(diff.after(), now)) {
              claims.ask(hunk, why, "who uses the package, or runs it, may get that version too");
            } else if ((npm ? npmHas(text, now) : goHas(text, now)) && other) {
              claims.ask(hunk, why, "which version is installed today is not known for certain");
            } else if (npm ? npmHas(text, now) : goHas(text, now)) {
              claims.claim(hunk, why);
            }
          });
    }
  }

  private static boolean sameMinor(String before, String after) {
    return before.replaceFirst("[0-9]+$", "").equals(after.replaceFirst("[0-9]+$", ""));
  }

  /** Among what the repository installs itself, not what it excludes, overrides or asks of others. */
  private static boolean isInstalled(TextDiff diff, Hunk hunk, boolean npm, MatchResult now) {
    return npm ? isOwn(diff.after(), now) : isRequired(diff, hunk);
  }

  /** By the manifest as a whole: the line stands once, and a list at its top has that entry. */
  private static boolean isOwn(String manifest, MatchResult now) {
    String entry = "\"" + now.group(2) + "\"";
    boolean once = manifest.split(Pattern.quote(entry), -1).length == 2;
    return once
        && NamedVersions.json(manifest).stream()
            .anyMatch(root -> INSTALLED.stream()
                .anyMatch(list -> root.path(list)
                    .path(now.group(2))
                    .asText()
                    .equals(now.group(3) + now.group(4))));
  }

  private static boolean isOfDevelopers(String manifest, MatchResult now) {
    return NamedVersions.json(manifest).stream()
        .allMatch(root -> root.path("devDependencies").has(now.group(2)));
  }

  private static boolean isRequired(TextDiff diff, Hunk hunk) {
    if (diff.after().contains("=>")) {
      return false; // a replacement may send it elsewhere
    }
    if (hunk.after().get(0).startsWith("require ")) {
      return true;
    }
    List<String> above =
        diff.after().lines().limit(Math.max(0, hunk.line() - 1)).toList();
    for (int i = above.size() - 1; i >= 0; i--) {
      String line = above.get(i).strip();
      if (line.endsWith("(") || line.startsWith(")")) {
        return line.matches("require *\\(");
      }
    }
    return false;
  }

  private static boolean isUp(String before, String after) {
    Step step = Version.step(before, after);
    return step == Step.PATCH || step == Step.MINOR;
  }

  /** The entry of the root's own copy, version in the line below its name. */
  private static boolean npmHas(String lock, MatchResult wanted) {
    return Pattern.compile("\"node_modules/" + Pattern.quote(wanted.group(2))
            + "\": \\{\\s*\"version\": \"" + Pattern.quote(wanted.group(4))
            + "\"(?!,\\s*\"resolved\": \"(?!https://registry\\.(?:npmjs\\.org|yarnpkg\\.com)/))")
        .matcher(lock)
        .find();
  }

  /** The module itself, not only its go.mod. */
  private static boolean goHas(String sums, MatchResult wanted) {
    return sums.lines()
        .anyMatch(line -> line.startsWith(wanted.group(2) + " v" + wanted.group(4) + " h1:"));
  }
}
