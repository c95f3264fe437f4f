package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.model.Category;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A lock file that does not fit its manifest any more. Only the tool can write it, so this is a
 * command, without install scripts; it runs where the operator's configuration allows it, and what it
 * writes is judged like an edit.
 */
final class LockRefresh implements Fix {
  private static final Set<String> LOCKS = Set.of(
      "package-lock.json",
      "npm-shrinkwrap.json",
      "poetry.lock",
      "uv.lock",
      "Cargo.lock",
      "go.mod",
      "go.sum",
      "pnpm-lock.yaml",
      "yarn.lock",
      ".terraform.lock.hcl",
      "Gemfile.lock",
      "composer.lock",
      "Pipfile.lock",
      "pdm.lock");

  private final String tool;
  private final String manifest;
  private final String lock;
  private final About about;
  private final List<String> command;

  private LockRefresh(
      String tool, String manifest, String lock, String trigger, List<String> command) {
    this.tool = tool;
    this.manifest = manifest;
    this.lock = lock;
    // a small step: what the manifest asks for already
    this.about = About.of(
            tool + "-lock-refresh",
            "Regenerates " + lock + " with " + tool + " where it no longer matches its manifest")
        .mending(Category.DEPENDENCY)
        .with(Trait.NEW_CODE, Trait.SMALL_STEP)
        .askedBy(trigger);
    this.command = command;
  }

  /** One for each tool. */
  static List<Fix> all() {
    return List.of(
        new LockRefresh(
            "npm",
            "package.json",
            "package-lock.json",
            "npm ci.{0,40}can only install packages when|package\\.json and package-lock\\.json.{0,60}in sync",
            List.of("npm", "install", "--package-lock-only", "--ignore-scripts")),
        new LockRefresh(
            "poetry",
            "pyproject.toml",
            "poetry.lock",
            "pyproject\\.toml changed significantly since poetry\\.lock",
            List.of("poetry", "lock")),
        new LockRefresh(
            "uv",
            "pyproject.toml",
            "uv.lock",
            "lockfile at .?uv\\.lock.? needs to be updated",
            List.of("uv", "lock")),
        new LockRefresh(
            "cargo",
            "Cargo.toml",
            "Cargo.lock",
            "lock file .{0,200}needs to be updated but --(?:locked|frozen) was passed",
            List.of("cargo", "update", "--workspace")),
        new LockRefresh(
            "go",
            "go.mod",
            "go.sum",
            "updates to go\\.mod needed|missing go\\.sum entry",
            List.of("go", "mod", "tidy")),
        new LockRefresh(
            "pnpm",
            "package.json",
            "pnpm-lock.yaml",
            "ERR_PNPM_OUTDATED_LOCKFILE",
            List.of("pnpm", "install", "--lockfile-only", "--ignore-scripts")),
        new LockRefresh(
            "yarn",
            "package.json",
            "yarn.lock",
            "YN0028|lockfile would have been (?:modified|created) by this install",
            List.of("yarn", "install", "--mode=update-lockfile")),
        new LockRefresh(
            "bundler",
            "Gemfile",
            "Gemfile.lock",
            "lockfile can't be updated because frozen mode is set|frozen mode is set, but there's no lockfile"
                + "|You are trying to install in deployment mode after changing",
            List.of("bundle", "lock")),
        new LockRefresh(
            "composer",
            "composer.json",
            "composer.lock",
            "lock file is not up to date with the latest changes in composer\\.json",
            List.of(
                "composer", "update", "--lock", "--no-install", "--no-scripts", "--no-plugins")),
        new LockRefresh(
            "terraform",
            ".terraform.lock.hcl",
            ".terraform.lock.hcl",
            "Inconsistent dependency lock file|doesn't match any of the checksums (?:previously )?recorded",
            List.of("terraform", "providers", "lock", "-platform=linux_amd64")));
  }

  @Override
  public About about() {
    return about;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    if (!files.has(lock) || !files.has(manifest)) {
      return Proposed.no("there is no " + lock + " beside a " + manifest + " at the root");
    }
    if (tool.equals("yarn") && files.text(lock).orElse("").contains("# yarn lockfile v1")) {
      return Proposed.no("Yarn 1 cannot write its lock file without installing");
    }
    return Proposed.command(
        "ci: Regenerate " + lock,
        lock + " does not fit " + manifest + " any more; " + String.join(" ", command(files))
            + " brings it up to date.",
        command(files));
  }

  /** Poetry before 2 raises every version unless it is told not to; the lock file says who wrote it. */
  private List<String> command(Checkout files) {
    Optional<String> writtenBy = files
        .text(lock)
        .filter(text -> tool.equals("poetry"))
        .flatMap(text -> text.lines().findFirst());
    return writtenBy.filter(line -> line.contains("by Poetry 1.")).isPresent()
        ? List.of("poetry", "lock", "--no-update")
        : command;
  }

  /**
   * Only what the command wrote here: from the bytes nobody can tell a tool's lock file from one made
   * to look like it.
   */
  @Override
  public void recognise(TextDiff diff, FixEvidence evidence, Claims claims) {
    boolean module = tool.equals("go") && diff.fileName().equals(manifest);
    boolean written = evidence.written().isPresent();
    if ((diff.fileName().equals(lock) && LOCKS.contains(lock)) || (module && written)) {
      Optional<String> doubt = WrittenLock.doubt(
          diff, evidence, Set.of(command, List.of("poetry", "lock", "--no-update")));
      diff.hunks()
          .forEach(hunk -> doubt.ifPresentOrElse(
              reason -> claims.ask(hunk, "a lock file", reason),
              () -> claims.claim(hunk, String.join(" ", command) + " only added to it")));
    }
  }
}
