package io.github.cicdmonitor.fixes;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Facts about services, images and tools that age, from {@code facts.json}. Immutable. The resource
 * is read when the first caller asks for it; each answer is made from it on demand.
 *
 * <p>An empty answer means "not in the table", never "does not exist".
 */
public final class Facts {
  /** Half a year: hosted images and action majors are replaced about twice a year. */
  public static final int FRESH_DAYS = 180;

  private final FactTree tree;

  private Facts(FactTree tree) {
    this.tree = tree;
  }

  /** The facts that come with the program, read once. */
  public static Facts shipped() {
    return Shipped.FACTS;
  }

  /** Loaded by the first call of {@link #shipped()} and by nothing else. */
  private static final class Shipped {
    static final Facts FACTS = new Facts(FactTree.shipped());
  }

  /** Where a section was taken from: documents and repositories, as text. */
  public String source(FactsSection section) {
    return tree.source(section);
  }

  /** The day as of which the source said so. */
  public LocalDate date(FactsSection section) {
    return tree.date(section);
  }

  /** Whether the section is at most {@link #FRESH_DAYS} days old; a fix may rest on it then. */
  public boolean isFresh(FactsSection section, LocalDate today) {
    return ChronoUnit.DAYS.between(date(section), today) <= FRESH_DAYS;
  }

  /** A label of a hosted runner, as written in {@code runs-on}; none for a {@code -latest} label. */
  public Optional<RunnerLabel> label(String name) {
    JsonNode label = tree.table(FactsSection.RUNNER_LABELS, "labels").path(name);
    if (label.isMissingNode()) {
      return Optional.empty();
    }
    return Optional.of(new RunnerLabel(
        name,
        RunnerLabel.Os.valueOf(label.path("os").asText().toUpperCase(Locale.ROOT)),
        RunnerLabel.Arch.valueOf(label.path("arch").asText().toUpperCase(Locale.ROOT)),
        label.path("size").asText(),
        label.path("rank").intValue(),
        FactTree.day(label, "ends"),
        FactTree.text(label, "successor")));
  }

  /** All labels of hosted runners in the table, past and present. */
  public List<String> labels() {
    return FactTree.keys(tree.table(FactsSection.RUNNER_LABELS, "labels"));
  }

  /** The label to use instead of one that is gone or has an end date, as the table has it. */
  public Optional<String> successor(String label) {
    return label(label).flatMap(RunnerLabel::successor);
  }

  /** As {@link #successor(String)}, following successors until one that still exists on that day. */
  public Optional<String> successor(String label, LocalDate day) {
    Optional<String> next = successor(label);
    while (next.flatMap(this::label).map(found -> found.isGone(day)).orElse(false)) {
      next = successor(next.orElseThrow());
    }
    return next;
  }

  /** The label of the image that a label such as {@code ubuntu-latest} means now. */
  public Optional<String> latest(String label) {
    JsonNode latest = tree.table(FactsSection.RUNNER_LABELS, "latest").path(label);
    return FactTree.text(latest, "current");
  }

  /** The same, and every other label as it is. */
  public String meant(String label) {
    return latest(label).orElse(label);
  }

  /** All {@code -latest} labels in the table. */
  public List<String> latestLabels() {
    return FactTree.keys(tree.table(FactsSection.RUNNER_LABELS, "latest"));
  }

  /** Memory of a hosted label that exists; none for a {@code -latest} label. */
  public Optional<RunnerLimits> limits(String label) {
    JsonNode limits = tree.table(FactsSection.LIMITS, "labels").path(label);
    if (limits.isMissingNode()) {
      return Optional.empty();
    }
    return Optional.of(new RunnerLimits(
        limits.path("ram_gib").intValue(), limits.path("private_ram_gib").intValue()));
  }

  /** The Xcode versions on the image of a macOS label, oldest first; empty if not known. */
  public List<String> xcodeVersions(String label) {
    return FactTree.texts(xcode(label).path("versions"));
  }

  /** Where a version of Xcode is installed on the hosted images: a path that ends in {@code .app}. */
  public String xcodePath(String version) {
    return FactTree.text(tree.table(FactsSection.XCODE, "paths"), version)
        .orElse("/Applications/Xcode_" + version + ".app");
  }

  private JsonNode xcode(String label) {
    return tree.table(FactsSection.XCODE, "labels").path(label);
  }

  /** Facts about actions. */
  public ActionFacts actions() {
    return new ActionFacts(tree);
  }

  /**
   * The majors N for which a tag {@code vN} of the action is known to exist.
   *
   * @param action {@code owner/name}, also with a path behind; upper and lower case are the same
   */
  public Set<Integer> actionMajors(String action) {
    return new TreeSet<>(actions().majors(action));
  }

  /** Facts about versions of languages that setup actions install. */
  public RuntimeFacts runtimes() {
    return new RuntimeFacts(tree);
  }

  /**
   * The highest patch release of an official Docker image that is known to have been published; a
   * bump beyond it needs another proof.
   *
   * @param image without registry and tag, such as {@code python}
   * @param line the numbers before the patch, as the tag writes them: {@code 3.12}, for postgres and
   *     debian {@code 16}, for node both {@code 20} and {@code 20.11}
   */
  public Optional<String> highestPatch(String image, String line) {
    return FactTree.text(tree.table(FactsSection.OFFICIAL_IMAGES, "highest").path(image), line);
  }

  /** The official Docker images in the table. */
  public List<String> officialImages() {
    return FactTree.keys(tree.table(FactsSection.OFFICIAL_IMAGES, "highest"));
  }

  /** The lines of an official Docker image for which {@link #highestPatch} has an answer. */
  public List<String> imageLines(String image) {
    return FactTree.keys(tree.table(FactsSection.OFFICIAL_IMAGES, "highest").path(image));
  }

  /** Facts about build tools and Kubernetes. */
  public ToolFacts tools() {
    return new ToolFacts(tree);
  }

  /** Facts about Debian packages. */
  public PackageFacts packages() {
    return new PackageFacts(tree);
  }

  /** Facts about package archives that moved. */
  public ServiceFacts services() {
    return new ServiceFacts(tree);
  }

  /** The keys of the resource, for a check that {@link FactsSection} has them all. */
  List<String> sections() {
    return tree.sections();
  }
}
