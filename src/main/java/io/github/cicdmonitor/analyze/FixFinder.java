package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.fixes.Catalogue;
import io.github.cicdmonitor.fixes.Checkout;
import io.github.cicdmonitor.fixes.Facts;
import io.github.cicdmonitor.fixes.Fault;
import io.github.cicdmonitor.fixes.Fix;
import io.github.cicdmonitor.fixes.FixEvidence.Images;
import io.github.cicdmonitor.fixes.OperatorFix;
import io.github.cicdmonitor.fixes.Proposed;
import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Edit;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.FailureClass;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.Remediation;
import io.github.cicdmonitor.model.SafeText;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks the catalogue for a fix: the lines of the failed step name the kinds, the repository's files
 * at the failing commit say whether one of them applies. The first that does is the remedy.
 */
public final class FixFinder {
  /** What a line that names its remedy, and files that bear it out, are worth. */
  private static final double CONFIDENCE = 0.9;

  private static final int MOST_LINES_OF_A_KIND = 20;
  private static final int MOST_EVIDENCE = 8;
  private static final int MOST_REASONS = 3;
  private static final String REDACTED = "[redacted:";

  private final List<OperatorFix> own;
  private final Predicate<List<String>> mayRun;
  private final Facts facts;
  private final LocalDate today;
  private final Function<String, SafeText> redaction;

  /**
   * @param own the operator's, which come first
   * @param mayRun whether a command may be run; an edit is looked for before one that may not
   */
  public FixFinder(
      List<OperatorFix> own,
      Predicate<List<String>> mayRun,
      Facts facts,
      LocalDate today,
      Function<String, SafeText> redaction) {
    this.own = List.copyOf(own);
    this.mayRun = mayRun;
    this.facts = facts;
    this.today = today;
    this.redaction = redaction;
  }

  /**
   * Where it failed, as far as that is known; each may be empty.
   *
   * @param images asked for only where a kind needs them
   */
  public record Place(String workflow, String job, Supplier<Optional<Images>> images) {
    /** Without images. */
    public Place(String workflow, String job) {
      this(workflow, job, Optional::empty);
    }
  }

  /** The repository's files, or why there are none. */
  public record Files(Optional<Checkout> checkout, String whyNot) {
    public static Files of(Checkout checkout) {
      return new Files(Optional.of(checkout), "");
    }

    public static Files none(String whyNot) {
      return new Files(Optional.empty(), whyNot);
    }
  }

  /**
   * @param diagnosis with the fix; empty where none applies
   * @param advice with a command that would help, but may not be run
   * @param whyNot reasons of those kinds that were asked for; empty where none was
   */
  public record Answer(Optional<Diagnosis> diagnosis, Optional<Diagnosis> advice, String whyNot) {
    static final Answer NOT_ASKED = no("");

    static Answer no(String whyNot) {
      return new Answer(Optional.empty(), Optional.empty(), whyNot);
    }
  }

  /** @param files read only where a line asks for a fix */
  public Answer find(Diagnosis byRules, Excerpt excerpt, Place place, Supplier<Files> files) {
    if (byRules.failureClass() == FailureClass.DEVELOPER
        && byRules.confidence() >= Diagnostician.CERTAIN) {
      return Answer.NOT_ASKED;
    }
    List<LogLine> ofStep = ofFailedStep(excerpt);
    List<String> lines = ofStep.stream().map(line -> line.text().value()).toList();
    List<Catalogue.Call> calls = Catalogue.called(lines, own);
    if (calls.isEmpty()) {
      return Answer.NOT_ASKED;
    }
    Files there = files.get();
    if (there.checkout().isEmpty()) {
      return Answer.no("no recipe was tried: " + there.whyNot());
    }
    Map<String, String> reasons = new LinkedHashMap<>();
    Map<String, Integer> asked = new LinkedHashMap<>();
    Optional<Diagnosis> advice = Optional.empty();
    for (Catalogue.Call call : calls) {
      String name = call.fix().name();
      if (asked.merge(name, 1, Integer::sum) > MOST_LINES_OF_A_KIND) {
        continue;
      }
      Fault fault = fault(call, lines, place);
      Proposed proposed =
          propose(call.fix(), fault, there.checkout().get().startingWith(place.workflow()));
      if (proposed.applies()) {
        LogLine line = ofStep.get(call.index());
        Optional<Diagnosis> found = Optional.of(diagnosis(byRules, call.fix(), line, proposed));
        if (proposed.command().isEmpty() || mayRun.test(proposed.command())) {
          return new Answer(found, Optional.empty(), "");
        }
        advice = advice.isPresent() ? advice : found;
      }
      reasons.putIfAbsent(name, proposed.whyNot().orElse("its command may not be run"));
    }
    return new Answer(Optional.empty(), advice, told(reasons));
  }

  /** All lines where the log does not show which are the failed step's. */
  private static List<LogLine> ofFailedStep(Excerpt excerpt) {
    return excerpt.lines().stream()
        .filter(line -> excerpt.stepFrom() <= 0
            || (line.number() >= excerpt.stepFrom() && line.number() <= excerpt.stepTo()))
        .toList();
  }

  private Fault fault(Catalogue.Call call, List<String> lines, Place place) {
    return new Fault(
        lines.get(call.index()),
        call.groups(),
        lines,
        place.workflow(),
        place.job(),
        facts,
        today,
        call.fix().about().needsImages() ? place.images().get() : Optional.empty());
  }

  /** A kind that breaks on some file must not keep the failure from being diagnosed. */
  private Proposed propose(Fix fix, Fault fault, Checkout files) {
    try {
      Proposed proposed = fix.propose(fault, files);
      return proposed.edits().stream().anyMatch(this::holdsSecret)
          ? Proposed.no("the lines to be changed hold what looks like a secret")
          : proposed;
    } catch (CommitTexts.TooMuch e) {
      return Proposed.no(String.valueOf(e.getMessage()));
    } catch (MonitorException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      return Proposed.no("it could not be computed from these files");
    }
  }

  private boolean holdsSecret(Edit edit) {
    return holdsSecret(edit.find()) || holdsSecret(edit.replace());
  }

  private boolean holdsSecret(String text) {
    return marks(redaction.apply(text).value()) > marks(text);
  }

  private static int marks(String text) {
    return text.split(java.util.regex.Pattern.quote(REDACTED), -1).length;
  }

  private Diagnosis diagnosis(Diagnosis byRules, Fix fix, LogLine line, Proposed proposed) {
    SafeText reason = redaction.apply(proposed.reason());
    // The rules know this very line: their words for the cause stand, and so does their category.
    boolean known = byRules.failureClass() == FailureClass.DEVOPS
        && byRules.rule().isPresent()
        && byRules.evidence().stream()
            .limit(1)
            .anyMatch(evidence -> evidence.line() == line.number());
    return new Diagnosis(
        known ? byRules.category() : fix.about().category(),
        known ? Math.max(CONFIDENCE, byRules.confidence()) : CONFIDENCE,
        false,
        known ? byRules.rootCause() : reason,
        redaction.apply(fix.about().title() + "."),
        evidence(line, byRules),
        new Remediation(
            proposed.command().isEmpty() ? Remediation.Kind.EDIT : Remediation.Kind.COMMAND,
            redaction.apply(proposed.title()),
            reason,
            proposed.edits(),
            proposed.command(),
            Optional.of(fix.name())),
        Diagnosis.Analyzer.RULES,
        known ? byRules.rule() : Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        Optional.empty(),
        byRules.signals());
  }

  private static List<Evidence> evidence(LogLine line, Diagnosis byRules) {
    Set<Integer> seen = new LinkedHashSet<>();
    return Stream.concat(
            Stream.of(new Evidence(line.number(), line.text())), byRules.evidence().stream())
        .filter(evidence -> seen.add(evidence.line()))
        .limit(MOST_EVIDENCE)
        .toList();
  }

  private String told(Map<String, String> reasons) {
    String told = reasons.entrySet().stream()
        .limit(MOST_REASONS)
        .map(reason ->
            "the recipe " + reason.getKey() + " does not apply, because " + reason.getValue())
        .collect(Collectors.joining("; "));
    return redaction.apply(told).value();
  }
}
