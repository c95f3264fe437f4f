package io.github.cicdmonitor.fixes;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Category;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * An image of a Debian release that the mirrors no longer carry: its sources are led to the archive
 * before the first apt command. The packages there get no security updates, so a person decides.
 */
final class ArchivedDebianSuite implements Fix {
  private static final List<Pattern> TRIGGERS = List.of(
      Pattern.compile(
          "The repository 'https?://[^ ']*debian\\S* ([a-z]+)[^']*' (?:does not have|no longer has) a Release file"),
      Pattern.compile(
          "Err:\\d+ https?://(?:deb|security)\\.debian\\.org/\\S+ ([a-z]+)(?:/updates|-updates)? Release"));
  private static final java.util.regex.Pattern FIRST_APT = java.util.regex.Pattern.compile(
      "(?m)^RUN[ \\t]+(?=(?:[^\\n\\\\]|\\\\\\n)*?apt(?:-get)?[ \\t])");

  @Override
  public String name() {
    return "archived-debian-suite";
  }

  @Override
  public String title() {
    return "Leads apt to the archive in an image of a Debian release that the mirrors dropped";
  }

  @Override
  public List<Pattern> triggers() {
    return TRIGGERS;
  }

  @Override
  public Category category() {
    return Category.DOCKER_KUBERNETES;
  }

  @Override
  public boolean newCode() {
    return true;
  }

  @Override
  public Proposed propose(Fault fault, Checkout files) {
    Optional<RetiredSuite> suite = fault.facts().services().retiredSuite(fault.group(1));
    if (suite.isEmpty() || !suite.get().distribution().equals("debian")) {
      return Proposed.no(fault.group(1) + " is no Debian release that was archived");
    }
    Editor editor = new Editor(files);
    files.paths().stream()
        .filter(
            path -> path.matches("(?:.*/)?(?:Dockerfile|Containerfile)[^/]*|.*\\.[Dd]ockerfile"))
        .forEach(path -> files
            .text(path)
            .filter(text -> text.contains(suite.get().codename())
                && !text.contains(suite.get().archive()))
            .ifPresent(text -> lead(path, text, suite.get(), editor)));
    return Proposed.edits(
        "ci: Take the packages of Debian " + suite.get().codename() + " from the archive",
        "Debian " + suite.get().version() + " (" + suite.get().codename() + ") is on "
            + suite.get().archive() + " only, since " + suite.get().since() + ".",
        editor);
  }

  private static void lead(String path, String text, RetiredSuite suite, Editor editor) {
    Matcher first = FIRST_APT.matcher(text);
    if (first.find()) {
      editor.replace(
          path,
          first.start(),
          first.start(),
          "RUN sed -i -e 's|deb.debian.org|" + suite.archive() + "|g' -e 's|security.debian.org|"
              + suite.archive() + "|g' -e '/" + suite.codename()
              + "-updates/d' /etc/apt/sources.list\n");
    }
  }
}
