package io.github.cicdmonitor.fixes;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A release of Debian that the mirrors no longer carry: the Dockerfile takes its packages from the
 * archive (archive.debian.org). A person decides, as nobody mends that release any more.
 */
final class ArchivedDebianSuite implements Fix {
  private static final About ABOUT = About.of(
          "archived-debian-suite",
          "Takes the packages of a retired Debian release from its archive")
      .askedBy(
          "The repository 'https?://[a-z.]*debian\\.org/[a-z-]+ ([a-z]+)(?:[/-][a-z/-]+)? Release' (?:does not have|no longer has) a Release file");
  private static final Pattern FROM =
      Pattern.compile("(?im)^FROM\\s+(?:--platform=\\S+\\s+)?(\\S+).*\\n");
  private static final String SOURCES =
      "RUN sed -i -e 's|deb.debian.org|archive.debian.org|g' -e 's|security.debian.org|archive.debian.org|g'"
          + " -e '/SUITE-updates/d' /etc/apt/sources.list\n";

  @Override
  public About about() {
    return ABOUT;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    String suite = fault.group(1);
    boolean known = fault
        .facts()
        .services()
        .archive(suite)
        .filter("archive.debian.org"::equals)
        .isPresent();
    if (!known || !fault.isFresh(FactsSection.SERVICES)) {
      return Proposed.no("that " + suite + " is in the archive of Debian is not known");
    }
    Editor editor = new Editor(files);
    for (String path : files.paths()) {
      Optional<String> text = files.text(path).filter(t -> isDockerfile(path));
      if (text.isPresent() && !text.get().contains("archive.debian.org")) {
        Matcher from = FROM.matcher(text.get());
        while (from.find()) {
          if (from.group(1).matches(".*[:-]" + suite + "(?:-.*)?")) {
            editor.replace(path, from.end(), from.end(), SOURCES.replace("SUITE", suite));
          }
        }
      }
    }
    return Proposed.edits(
        "Take packages of " + suite + " from the archive",
        "The mirrors of Debian no longer carry " + suite
            + ". It gets no security updates; a later base image is the lasting remedy.",
        editor);
  }

  private static boolean isDockerfile(String path) {
    return path.matches("(?:.*/)?(?:Dockerfile(?:\\..*)?|[^/]+\\.[Dd]ockerfile)");
  }

  @Override
  public void recognise(TextDiff diff, FixEvidence evidence, Claims claims) {
    for (Hunk hunk : diff.hunks()) {
      boolean added = hunk.before().isEmpty() && hunk.after().size() == 1;
      boolean ours = added
          && evidence.facts().services().retiredSuites().stream()
              .anyMatch(
                  s -> hunk.after().get(0).equals(SOURCES.replace("SUITE", s).strip()));
      if (ours && isDockerfile(diff.path())) {
        claims.ask(hunk, "the archive has the retired release", "it gets no security updates");
      }
    }
  }
}
