package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.fixes.About.Trait;
import io.github.cicdmonitor.model.Category;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A later patch release of a Docker official image, in a Dockerfile, for the container of a job or for
 * a service; upwards, in the same variant, and no further than is known to have been published (facts:
 * docker-library/official-images). All uses of the tag in the file move together.
 */
final class OfficialImagePatch implements Fix {
  // a small step: a patch release of the same image
  private static final About ABOUT = About.of(
          "official-image-patch",
          "Takes a later patch release of a Docker official image (only recognised)")
      .mending(Category.DOCKER_KUBERNETES)
      .with(Trait.NEW_CODE, Trait.SMALL_STEP);

  private static final Pattern DOCKERFILE = Pattern.compile(
      "(?:Dockerfile|Containerfile)(?:\\.[A-Za-z0-9_-]+)?|[A-Za-z0-9_-]+\\.Dockerfile");
  private static final Pattern FROM = Pattern.compile(
      "(\\s*FROM\\s+(?:--platform=\\S+\\s+)?)(\\S+)((?:\\s+AS\\s+[\\w.-]+)?\\s*)",
      Pattern.CASE_INSENSITIVE);
  static final List<String> PLACES = List.of(
      "Dockerfile",
      "docker-compose.yml",
      "docker-compose.yaml",
      "compose.yml",
      "compose.yaml",
      ".tool-versions",
      ".nvmrc",
      ".node-version",
      ".python-version",
      ".ruby-version",
      ".go-version");
  private static final int MOST_RELEASES = 10;
  // what one release wrote to a disk, the one before may not read any more
  private static final Pattern KEEPS =
      Pattern.compile("postgres|mysql|mariadb|mongo|redis|cassandra|elasticsearch|influxdb|neo4j");
  private static final String WHY = "a later patch release of the same official image";

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public void recognise(WorkflowDiff diff, FixEvidence evidence, Claims claims) {
    for (Delta delta : diff.deltas()) {
      List<String> keys = delta.keys();
      boolean service =
          keys.size() == 3 && keys.get(0).equals("services") && keys.get(2).equals("image");
      boolean place = delta.job().isPresent()
          && delta.step().isEmpty()
          && (delta.isInJob("container") || delta.isInJob("container", "image") || service);
      if (place && delta.isEdit() && isPatch(delta.textBefore(), delta.textAfter())) {
        reason(delta.textBefore(), delta.textAfter(), diff.after().text(), evidence)
            .or(() -> named(delta.textBefore(), diff.after().path(), evidence))
            .ifPresentOrElse(
                reason -> claims.ask(delta, WHY, reason), () -> claims.claim(delta, WHY));
      }
    }
  }

  @Override
  public void recognise(TextDiff diff, FixEvidence evidence, Claims claims) {
    // a heredoc or another escape character could make a FROM of what is none
    boolean plain = DOCKERFILE.matcher(diff.fileName()).matches()
        && !diff.after().contains("<<")
        && !diff.after().toLowerCase(java.util.Locale.ROOT).matches("(?s)\\s*#\\s*escape.*");
    if (!plain) {
      return;
    }
    for (Hunk hunk : diff.hunks()) {
      hunk.rewritten(FROM)
          .filter(line -> line.keeps(1, 3) && !continues(diff.after(), hunk.line()))
          .filter(line -> isPatch(line.before().group(2), line.after().group(2)))
          .ifPresent(line -> reason(
                  line.before().group(2), line.after().group(2), diff.after(), evidence)
              .or(() -> named(line.before().group(2), diff.path(), evidence))
              .or(() -> KEEPS.matcher(line.before().group(2)).find()
                  ? Optional.of("it may keep data that no earlier release reads")
                  : Optional.empty())
              .ifPresentOrElse(
                  reason -> claims.ask(hunk, WHY, reason), () -> claims.claim(hunk, WHY)));
    }
  }

  /** Whether the line before ends with a backslash, or comments stand between. */
  private static boolean continues(String text, int line) {
    String[] lines = text.split("\n", -1);
    for (int i = line - 2; i >= 0; i--) {
      String before = lines[i].strip();
      if (!before.startsWith("#") && !before.isEmpty()) {
        return before.endsWith("\\");
      }
    }
    return false;
  }

  private static boolean isPatch(String before, String after) {
    Optional<ImageTag> old = ImageTag.parse(before);
    return old.isPresent()
        && ImageTag.parse(after).filter(old.get()::isOlderThan).isPresent();
  }

  /** Where else the repository may say that it is that release, and no later one, that is meant. */
  private static Optional<String> named(String image, String edited, FixEvidence evidence) {
    ImageTag tag = ImageTag.parse(image).orElseThrow();
    String version = tag.line() + "." + tag.patch();
    Pattern word = Pattern.compile("(?<![0-9.])" + Pattern.quote(version) + "(?![0-9]|\\.[0-9])");
    return PLACES.stream()
        .filter(path -> !path.equals(edited))
        .filter(path -> evidence.file(path).filter(t -> word.matcher(t).find()).isPresent())
        .findFirst()
        .map(path -> path + " names " + version + " too");
  }

  private static Optional<String> reason(
      String before, String after, String text, FixEvidence evidence) {
    ImageTag tag = ImageTag.parse(after).orElseThrow();
    if (Pattern.compile("(?<![\\w./-])" + Pattern.quote(before) + "(?![\\w.-])")
        .matcher(text)
        .find()) {
      return Optional.of(before + " is still used in the same file");
    }
    if (!tag.isKnown(evidence.facts())) {
      return Optional.of(after + " is not known to have been published");
    }
    if (!evidence.isFresh(FactsSection.OFFICIAL_IMAGES)) {
      return Optional.of("the published images are not known as of today");
    }
    if (tag.patch() - ImageTag.parse(before).orElseThrow().patch() > MOST_RELEASES) {
      return Optional.of("so many releases on, the system below is another one");
    }
    return tag.variant().matches(".*[0-9].*")
        ? Optional.of("the variant names another version, which may not be built any more")
        : Optional.empty();
  }
}
