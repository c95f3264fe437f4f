package io.github.cicdmonitor.fixes;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.fixes.VersionRange.Dialect;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A lock file as a command of the operator's list left it: whether all that it changed is more of the
 * same. New entries come from a source that the file had or the tool takes by itself, are held by a
 * hash, and run nothing when they are installed; an entry that was there stays as it is, unless the
 * manifest names its package and no longer allows the version it had.
 */
final class WrittenLock {
  private static final Set<String> OWN_HOSTS = Set.of(
      "registry.npmjs.org",
      "registry.yarnpkg.com",
      "files.pythonhosted.org",
      "pypi.org",
      "github.com/rust-lang/crates.io-index",
      "rubygems.org");
  private static final Pattern HOST =
      Pattern.compile("://(github\\.com/rust-lang/crates\\.io-index|[^/\\s\"'#?,}]+)");
  // taken from somewhere else than a registry, or runs at installation
  private static final Pattern ELSEWHERE = Pattern.compile(
      "(?i)git\\+|\\bgit\\b *[=:]|file:|link:|portal:"
          + "|patch:|workspace:|\\bpath *[=:]|editable|directory|tarball:|\\.\\./|hasInstallScript|requiresBuild"
          + "|\\[package\\.source\\]|^\\s*(?:REMOTE|GIT|PATH)\\b|\"link\"|\"bundled\"|\"inBundle\"");
  private static final Pattern METADATA = Pattern.compile("content-hash = \"[0-9a-f]{64}\"");
  private static final Pattern REQUIRE = Pattern.compile(
      "(?:require )?\\s*[a-z0-9.-]+\\.[a-z]+/\\S+ v[0-9]\\S*(?: // indirect)?|require \\(|\\)|\\s*");
  private static final List<String> REQUIRED =
      List.of("dependencies", "devDependencies", "optionalDependencies");

  private WrittenLock() {}

  /** Why a person decides; empty where it is what the command wrote, and only adds. */
  static Optional<String> doubt(TextDiff diff, FixEvidence evidence, Set<List<String>> commands) {
    boolean written = evidence
        .written()
        .filter(outcome -> commands.contains(outcome.argv())
            && diff.after().equals(outcome.files().get(diff.path())))
        .isPresent();
    if (!written) {
      return Optional.of("a lock file goes out by itself only as a command wrote it");
    }
    Set<String> hosts = new HashSet<>(OWN_HOSTS);
    hosts.addAll(hosts(diff.before()));
    for (Hunk hunk : diff.hunks()) {
      for (String line : hunk.after()) {
        boolean known = hunk.before().contains(line);
        if (!known && (ELSEWHERE.matcher(line).find() || !hosts.containsAll(hosts(line)))) {
          return Optional.of("something new does not come from a registry that was used before");
        }
      }
    }
    boolean module = diff.fileName().equals("go.mod");
    if (module
        && diff.hunks().stream()
            .flatMap(hunk -> hunk.after().stream())
            .anyMatch(line -> !REQUIRE.matcher(line).matches())) {
      return Optional.of("the command changed more than what go.mod requires");
    }
    return diff.fileName().equals("package-lock.json")
        ? npm(diff, evidence)
        : addsLines(diff)
            ? Optional.empty()
            : Optional.of("the command changed or removed what was locked");
  }

  private static Set<String> hosts(String text) {
    Set<String> hosts = new LinkedHashSet<>();
    Matcher matcher = HOST.matcher(text);
    while (matcher.find()) {
      hosts.add(matcher.group(1));
    }
    return hosts;
  }

  /** Every line stays, but for a comma at its end and the hash of the manifest. */
  private static boolean addsLines(TextDiff diff) {
    for (Hunk hunk : diff.hunks()) {
      List<String> kept = hunk.before().stream()
          .filter(line -> !METADATA.matcher(line.strip()).matches())
          .map(WrittenLock::withoutComma)
          .toList();
      int at = 0;
      for (String line : hunk.after()) {
        at += at < kept.size() && kept.get(at).equals(withoutComma(line)) ? 1 : 0;
      }
      if (at < kept.size()) {
        return false;
      }
    }
    return true;
  }

  private static String withoutComma(String line) {
    return line.replaceFirst(",$", "");
  }

  private static Optional<String> npm(TextDiff diff, FixEvidence evidence) {
    Optional<JsonNode> old = NamedVersions.json(diff.before());
    Optional<JsonNode> now = NamedVersions.json(diff.after());
    Optional<JsonNode> manifest = evidence
        .file(Folders.join(Folders.parent(diff.path()), "package.json"))
        .flatMap(NamedVersions::json);
    if (old.isEmpty() || now.isEmpty() || manifest.isEmpty()) {
      return Optional.of("the lock file, or its manifest, cannot be read");
    }
    Set<String> keys = new TreeSet<>();
    old.get().fieldNames().forEachRemaining(keys::add);
    now.get().fieldNames().forEachRemaining(keys::add);
    for (String key : keys) {
      JsonNode from = old.get().path(key);
      JsonNode to = now.get().path(key);
      boolean list = key.equals("packages") || key.equals("dependencies");
      Optional<String> doubt = list
          ? entries(from, to, manifest.get())
          : from.equals(to) ? Optional.empty() : Optional.of("the command changed " + key);
      if (doubt.isPresent()) {
        return doubt;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> entries(JsonNode old, JsonNode now, JsonNode manifest) {
    for (Map.Entry<String, JsonNode> entry : now.properties()) {
      JsonNode before = old.path(entry.getKey());
      JsonNode after = entry.getValue();
      String name = entry.getKey().replaceFirst("^node_modules/", "");
      if (name.isEmpty()) {
        if (!REQUIRED.stream().allMatch(list -> after.path(list).equals(manifest.path(list)))) {
          return Optional.of("the root of the lock file is not what package.json says");
        }
      } else if (!before.equals(after)) {
        boolean right =
            isHeld(after) && (before.isMissingNode() || isNamed(name, before, after, manifest));
        if (!right) {
          return Optional.of("the command moved " + name + ", or no hash holds it");
        }
      }
    }
    for (Map.Entry<String, JsonNode> entry : old.properties()) {
      if (now.path(entry.getKey()).isMissingNode()) {
        return Optional.of("no longer locked: " + entry.getKey());
      }
    }
    return Optional.empty();
  }

  private static boolean isHeld(JsonNode entry) {
    return entry.path("integrity").asText().matches("sha512-[A-Za-z0-9+/]{86}==")
        && entry.path("resolved").asText().startsWith("https://")
        && entry.path("hasInstallScript").isMissingNode();
  }

  /** The manifest names the package, did not allow the version it had, and allows the new one. */
  private static boolean isNamed(String name, JsonNode old, JsonNode now, JsonNode manifest) {
    return REQUIRED.stream()
        .map(list -> manifest.path(list).path(name).asText())
        .filter(range -> !range.isEmpty())
        .flatMap(range -> VersionRange.parse(range, Dialect.NPM).stream())
        .anyMatch(range -> isVersion(old)
            && isVersion(now)
            && !range.allows(old.path("version").asText())
            && range.allows(now.path("version").asText()));
  }

  private static boolean isVersion(JsonNode entry) {
    return entry.path("version").asText().matches("[0-9]{1,5}(?:\\.[0-9]{1,5}){2}");
  }
}
