package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.fixes.Checkout;
import io.github.cicdmonitor.fixes.Facts;
import io.github.cicdmonitor.fixes.FixEvidence;
import io.github.cicdmonitor.fixes.OperatorFix;
import io.github.cicdmonitor.forge.RepositoryFiles;
import io.github.cicdmonitor.forge.RepositoryFiles.RepositoryFile;
import io.github.cicdmonitor.forge.RepositoryFiles.RepositoryTree;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Signature;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * From an excerpt to a diagnosis: a fix of the catalogue where one applies, else the rules' word where
 * it is enough, else the model's, else the rules' with a note why.
 */
public final class Diagnostician {
  /** From here on a rule is certain: no model is asked unless a fix has to be written. */
  static final double CERTAIN = 0.8;

  private final Optional<Consultant> consultant;
  private final RepositoryFiles files;
  private final Function<String, SafeText> redaction;
  private final Clock clock;
  private final List<OperatorFix> own;
  private final Predicate<List<String>> mayRun;
  private final Function<Failure, Optional<FixEvidence.Images>> images;

  /**
   * @param consultant empty where no model can be asked
   * @param own fixes of the operator's rules file
   * @param mayRun whether the configuration allows a command
   * @param images on which a job failed and last passed
   */
  public Diagnostician(
      Optional<Consultant> consultant,
      RepositoryFiles files,
      Function<String, SafeText> redaction,
      Clock clock,
      List<OperatorFix> own,
      Predicate<List<String>> mayRun,
      Function<Failure, Optional<FixEvidence.Images>> images) {
    this.consultant = consultant;
    this.files = files;
    this.redaction = redaction;
    this.clock = clock;
    this.own = List.copyOf(own);
    this.mayRun = mayRun;
    this.images = images;
  }

  /** Whether the last diagnosis is the rules' because the gateway did not answer. */
  boolean isWithoutGateway() {
    return consultant.filter(Consultant::isWithoutGateway).isPresent();
  }

  /** Why the gateway was of no use in this run, as met last. */
  public Optional<Explanation> trouble() {
    return consultant.flatMap(Consultant::trouble);
  }

  /** Whether it answered anything in this run. */
  public boolean hasAnswered() {
    return consultant.filter(Consultant::hasAnswered).isPresent();
  }

  /** Whether the rules alone do, with a model at hand. */
  static boolean isEnough(Diagnosis byRules) {
    boolean needsFixText = byRules.failureClass() == FailureClass.DEVOPS
        && !byRules.transientFault()
        && byRules.remediation().kind() == Remediation.Kind.NONE;
    return byRules.confidence() >= CERTAIN && !needsFixText;
  }

  /**
   * What is to be diagnosed.
   *
   * @param incident 0 in a dry run
   * @param byRules what the rules say
   * @param offline never ask
   * @param anew whether it was diagnosed before, so that a kept answer is not wanted
   */
  record Asked(
      long incident,
      Failure failure,
      Excerpt excerpt,
      Signature signature,
      Diagnosis byRules,
      boolean offline,
      boolean anew) {}

  Diagnosis diagnose(Asked asked) {
    consultant.ifPresent(Consultant::begin);
    FixFinder.Answer fix = fix(asked.failure(), asked.excerpt(), asked.byRules());
    if (fix.diagnosis().isPresent()) {
      return fix.diagnosis().get();
    }
    Diagnosis other = withoutFix(asked, fix.whyNot());
    boolean helps = other.remediation().kind() != Remediation.Kind.NONE;
    return withReason(fix.whyNot(), helps ? other : fix.advice().orElse(other));
  }

  private static Diagnosis withReason(String whyNot, Diagnosis diagnosis) {
    return whyNot.isEmpty()
        ? diagnosis
        : diagnosis.withNote(diagnosis.note().map(note -> note + "; " + whyNot).orElse(whyNot));
  }

  private Diagnosis withoutFix(Asked asked, String recipes) {
    Diagnosis byRules = asked.byRules();
    if (asked.offline()) {
      return byRules.withNote("offline: rules only");
    }
    if (consultant.isEmpty()) {
      return byRules.withNote("no OPENROUTER_API_KEY: rules only");
    }
    if (isEnough(byRules) || asked.excerpt().lines().isEmpty()) {
      return byRules;
    }
    return consultant
        .get()
        .consult(new Consultant.Case(
            asked.incident(),
            asked.failure(),
            asked.excerpt(),
            asked.signature(),
            byRules,
            recipes,
            newLines(asked),
            asked.anew()));
  }

  /** Numbers of the excerpt's lines that the last green run's log has not; none where not known. */
  private static Set<Integer> newLines(Asked asked) {
    Excerpt excerpt = asked.excerpt();
    return excerpt.familiar().isEmpty()
        ? Set.of()
        : excerpt.lines().stream()
            .map(LogLine::number)
            .filter(number -> !excerpt.familiar().contains(number))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Nothing is changed for a fork, so its files are not looked at. */
  private FixFinder.Answer fix(Failure failure, Excerpt excerpt, Diagnosis byRules) {
    if (failure.fromFork()) {
      return FixFinder.Answer.NOT_ASKED;
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    try {
      return new FixFinder(own, mayRun, Facts.shipped(), today, redaction)
          .find(
              byRules,
              excerpt,
              new FixFinder.Place(
                  failure.workflowPath(), failure.job(), () -> images.apply(failure)),
              () -> filesOf(failure));
    } catch (MonitorException e) {
      // What GitHub refuses is refused next time too; all else is tried again with the failure.
      if (e.kind() != MonitorException.Kind.CREDENTIALS && e.kind() != MonitorException.Kind.NO) {
        throw e;
      }
      return FixFinder.Answer.no("no recipe was tried: the repository's files could not be read");
    }
  }

  private FixFinder.Files filesOf(Failure failure) {
    RepositoryName repository = failure.key().repository();
    String commit = failure.headSha();
    Optional<RepositoryTree> tree = files.tree(repository, commit);
    if (tree.isEmpty()) {
      return FixFinder.Files.none("the failing commit is gone");
    }
    if (!tree.get().complete()) {
      return FixFinder.Files.none("the repository has more files than GitHub lists at once");
    }
    return FixFinder.Files.of(new Checkout(
        tree.get().modes(),
        new CommitTexts(path -> files.file(repository, commit, path).map(RepositoryFile::text))));
  }
}
