package io.github.cicdmonitor.fixes;

import io.github.cicdmonitor.workflow.RepositoryFacts;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an edit may rest on besides the files it touches: files of the repository at the base commit,
 * what GitHub says of actions, the shipped facts, and what earlier runs showed. Never the words of a
 * log or of a model.
 *
 * @param today facts older than half a year only advise
 * @param limitsRaised keys of limits that this program raised within 90 days, see {@link
 *     Limits#key}
 * @param own fixes of the operator's rules file
 * @param written by a command; empty where the changes are edits
 * @param images of the failing job; empty where they are not known
 */
public record FixEvidence(
    RepositoryFacts repository,
    Facts facts,
    LocalDate today,
    Set<String> limitsRaised,
    Optional<Images> images,
    List<OperatorFix> own,
    Optional<Written> written) {
  /**
   * What a command of the operator's list left, run at the failing commit, of files that are the same
   * at the base commit.
   *
   * @param argv program and arguments
   * @param files text of each file that it changed, by path; one that it deleted is missing
   */
  public record Written(List<String> argv, Map<String, String> files) {
    public Written {
      argv = List.copyOf(argv);
      files = Map.copyOf(files);
    }
  }

  /**
   * What "Set up job" printed in two runs of one job.
   *
   * @param workflow path of its workflow
   * @param job its name as GitHub shows it
   * @param green image of the last run of the job that passed, such as {@code ubuntu-24.04}
   * @param red image of the failing one
   */
  public record Images(String workflow, String job, String green, String red) {}

  public FixEvidence {
    limitsRaised = Set.copyOf(limitsRaised);
    own = List.copyOf(own);
  }

  public FixEvidence(
      RepositoryFacts repository,
      Facts facts,
      LocalDate today,
      Set<String> limitsRaised,
      Optional<Images> images,
      List<OperatorFix> own) {
    this(repository, facts, today, limitsRaised, images, own, Optional.empty());
  }

  public FixEvidence(RepositoryFacts repository, LocalDate today) {
    this(repository, Facts.shipped(), today, Set.of(), Optional.empty(), List.of());
  }

  /** A file at the base commit; empty where it is not there, or was not asked for. */
  public Optional<String> file(String path) {
    return Optional.ofNullable(repository.filesAtBase().get(path));
  }

  /**
   * A file at hand, no lock file, in which a pattern is found; what it says there is not known.
   *
   * @param except beginnings of paths that do not count
   */
  Optional<String> holding(String text, String... except) {
    Pattern wanted = Pattern.compile(text);
    return repository.filesAtBase().entrySet().stream()
        .filter(file -> Stream.of(except).noneMatch(file.getKey()::startsWith)
            && !file.getKey()
                .matches("(?:.*/)?(?:.*[.-]lock(?:\\..*)?|go\\.sum|npm-shrinkwrap\\.json)")
            && wanted.matcher(file.getValue()).find())
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst();
  }

  public boolean isFresh(FactsSection section) {
    return facts.isFresh(section, today);
  }
}
