package io.github.cicdmonitor.diagnose;

import com.google.re2j.Pattern;
import io.github.cicdmonitor.model.Category;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.ExcerptStep;
import io.github.cicdmonitor.model.LogLine;
import io.github.cicdmonitor.model.StepRole;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A service or the way to it was at fault, whatever tool says so. A tool that could not get something
 * names what it wanted ("could not resolve", "failed to query") and the reason in lines below or just
 * above: the reason counts.
 */
final class RemoteTrouble {
  /** A message with its reason is no longer than this. */
  private static final int BELOW = 8;

  private static final int ABOVE = 5;
  private static final int ANSWER = 4;
  private static final int TRIED_ABOVE = 14;
  /** One try that failed may have been followed by one that did not. */
  private static final int TRIES = 2;

  private static final String SOURCE = "remote";
  private static final double AT_LEAST = 0.8;
  // No rule names the service, so it is never reported as certain.
  private static final double AT_MOST = 0.88;
  private static final double VAGUE = 0.7;
  private static final double OWN_SERVICE = 0.6;
  private static final int LONGEST = 160;

  private static final Set<Category> MAY_BE_FETCHING = EnumSet.of(
      Category.DEPENDENCY,
      Category.CI_CONFIGURATION,
      Category.DOCKER_KUBERNETES,
      Category.ENVIRONMENT);

  private static final Pattern WANTED = Pattern.compile(
      "(?i)could(?:n't| not)|can(?:not|'t)|unable to|fail(?:ed|ure)|error|no matching|not found|fetch|download|install|pull|push|restor|resolv|retriev");

  private static final Pattern ASKED = Pattern.compile(
      "(?i)download|fetch|transfer|retriev|\\b(?:get|head|load)\\b|https?:|response|manifest|index");

  /** The index of such an archive is older than its files; a new one names others. */
  private static final Pattern FILE_OF_AN_INDEX = Pattern.compile("/pool/|^(?:E|W|Err):?\\d* ");

  private static final Set<StepRole> FETCHERS = EnumSet.of(
      StepRole.CHECKOUT,
      StepRole.SETUP,
      StepRole.RESTORE,
      StepRole.PUBLISH,
      StepRole.DEPLOY,
      StepRole.ARTIFACT);

  private static final Set<StepRole> LIBRARIES = EnumSet.of(StepRole.RESTORE, StepRole.BUILD);

  private static final Set<StepRole> OWN_ERRORS =
      EnumSet.of(StepRole.TEST, StepRole.LINT, StepRole.BUILD);

  private static final Set<StepRole> OWN_DEADLINES =
      EnumSet.of(StepRole.CLUSTER, StepRole.DEPLOY, StepRole.TEST);

  private RemoteTrouble() {}

  /** Whether the line alone proves it, in the output of such a command. */
  static boolean in(String text, Set<StepRole> roles) {
    if (roles.equals(Set.of(StepRole.TEST))) {
      return false;
    }
    boolean service = roles.isEmpty() || !OWN_ERRORS.containsAll(roles);
    boolean given = roles.stream().anyMatch(OWN_DEADLINES::contains);
    return RemoteWords.prove(text)
        || (service && RemoteWords.suggest(text))
        || (service && !given && RemoteWords.deadline(text) && !RemoteWords.refuse(text));
  }

  /** What could not be had because the other side did not answer is no fault of versions or settings. */
  static void explain(Excerpt excerpt, List<Hit> hits, int users) {
    hits.replaceAll(hit -> hit.order() < users ? hit : explained(excerpt, hit));
  }

  private static Hit explained(Excerpt excerpt, Hit hit) {
    boolean shape = hit.source().equals(LineShape.SOURCE);
    if (hit.rule().isEmpty() && !shape) {
      return hit;
    }
    if (hit.category() == Category.INFRASTRUCTURE && hit.transientFault()) {
      return isOwnService(hit, excerpt)
          ? ownService(hit, excerpt)
          : refusal(hit, excerpt).map(no -> refused(hit, excerpt, no)).orElse(hit);
    }
    return mayBeFetching(hit)
        ? reason(excerpt, hit.line()).map(line -> because(hit, line)).orElse(hit)
        : hit;
  }

  /** The line that says why what the line wants could not be had; empty where it says so itself. */
  static Optional<Integer> reasonBeside(Excerpt excerpt, int line) {
    return reason(excerpt, line).map(LogLine::number).filter(number -> number != line);
  }

  /** A rule that knows the fault as one that passes has said it; vague words of lateness say nothing. */
  private static boolean mayBeFetching(Hit hit) {
    return (MAY_BE_FETCHING.contains(hit.category()) && !hit.transientFault())
        || (hit.category() == Category.TIMEOUT && hit.confidence() < VAGUE);
  }

  private static Hit because(Hit hit, LogLine reason) {
    String text = reason.text().value().strip();
    return new Hit(
        SOURCE,
        Optional.empty(),
        hit.order(),
        Category.INFRASTRUCTURE,
        hit.rule().isEmpty()
            ? hit.confidence()
            : Math.max(AT_LEAST, Math.min(AT_MOST, hit.confidence())),
        hit.line(),
        hit.rank(),
        hit.weight(),
        hit.cause() + ", as the other side did not answer: " + cut(text),
        "Re-run the failed jobs; where they fail again, see the status of the service.",
        true);
  }

  /** A refused connection is taken for a remote fault though the job's own machine refused it. */
  private static boolean isOwnService(Hit hit, Excerpt excerpt) {
    Set<StepRole> roles = roles(excerpt, hit.line());
    return excerpt
        .line(hit.line())
        .map(line -> line.text().value())
        .filter(text -> RemoteWords.local(text)
            || (RemoteWords.nobodyListens(text) && roles.stream().noneMatch(FETCHERS::contains)))
        .isPresent();
  }

  private static Hit ownService(Hit hit, Excerpt excerpt) {
    boolean test = roles(excerpt, hit.line()).equals(Set.of(StepRole.TEST));
    return new Hit(
        "own service",
        Optional.empty(),
        hit.order(),
        test ? Category.TEST_FAILURE : Category.CI_CONFIGURATION,
        Math.min(OWN_SERVICE, hit.confidence()),
        hit.line(),
        hit.rank(),
        hit.weight(),
        "A service on the job's own machine did not answer",
        "See whether the job starts the service, and waits until it answers.",
        false);
  }

  /** Something was asked for by its address, and the answer was no: another try gets the same. */
  private static Optional<LogLine> refusal(Hit hit, Excerpt excerpt) {
    Optional<LogLine> asked = excerpt
        .line(hit.line())
        .filter(line -> ASKED.matcher(line.text().value()).find())
        .filter(line -> !FILE_OF_AN_INDEX.matcher(line.text().value()).find());
    Optional<ExcerptStep> writer = excerpt.writerOf(hit.line());
    for (int number = hit.line(); asked.isPresent() && number <= hit.line() + ANSWER; number++) {
      Optional<LogLine> line = excerpt.line(number).filter(l -> isOf(writer, excerpt, l));
      if (line.isEmpty() || in(line.get().text().value(), Set.of())) {
        return Optional.empty();
      }
      if (RemoteWords.refuse(line.get().text().value())) {
        return line;
      }
    }
    return Optional.empty();
  }

  private static Hit refused(Hit hit, Excerpt excerpt, LogLine answer) {
    boolean library = roles(excerpt, hit.line()).stream().anyMatch(LIBRARIES::contains);
    return new Hit(
        "refused",
        Optional.empty(),
        hit.order(),
        library ? Category.DEPENDENCY : Category.CI_CONFIGURATION,
        Math.min(VAGUE, hit.confidence()),
        hit.line(),
        hit.rank(),
        hit.weight(),
        hit.cause() + ", as the other side refused: "
            + cut(answer.text().value().strip()),
        "See whether the address, the version and the credentials are right.",
        false);
  }

  private static String cut(String text) {
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  private static Set<StepRole> roles(Excerpt excerpt, int line) {
    return excerpt.writerOf(line).map(ExcerptStep::roles).orElse(Set.of());
  }

  /** In the line, below it, or just above it. */
  private static Optional<LogLine> reason(Excerpt excerpt, int line) {
    Optional<ExcerptStep> writer = excerpt.writerOf(line);
    Set<StepRole> roles = writer.map(ExcerptStep::roles).orElse(Set.of());
    boolean refused = false;
    for (int number = line; number <= line + BELOW && !refused; number++) {
      Optional<LogLine> next = excerpt.line(number).filter(l -> isOf(writer, excerpt, l));
      if (next.isEmpty()) {
        break;
      }
      if (tells(next.get(), roles)) {
        return next;
      }
      // A refusal is an answer, and the end of the message.
      refused = RemoteWords.refuse(next.get().text().value()) && number > line;
    }
    boolean wanted =
        excerpt.line(line).filter(l -> WANTED.matcher(l.text().value()).find()).isPresent();
    return refused || !wanted ? Optional.empty() : above(excerpt, line, writer, roles);
  }

  /** What was said just before, or what several tries had failed for. */
  private static Optional<LogLine> above(
      Excerpt excerpt, int line, Optional<ExcerptStep> writer, Set<StepRole> roles) {
    int tries = 0;
    int said = 0;
    for (int number = line - 1; number > 0 && said < TRIED_ABOVE; number--) {
      Optional<LogLine> before = excerpt.line(number).filter(l -> isOf(writer, excerpt, l));
      if (before.isEmpty()) {
        return Optional.empty();
      }
      String text = before.get().text().value();
      if (LineShape.isFrame(text)) {
        continue;
      }
      said++;
      boolean says = in(text, roles);
      if (says && Harmless.doubt(text) == 0 && said <= ABOVE) {
        return before;
      }
      tries += says ? 1 : 0;
      if (tries >= TRIES) {
        return before;
      }
      if (!says && RemoteWords.refuse(text)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static boolean tells(LogLine line, Set<StepRole> roles) {
    String text = line.text().value();
    return Harmless.doubt(text) == 0 && in(text, roles);
  }

  private static boolean isOf(Optional<ExcerptStep> writer, Excerpt excerpt, LogLine line) {
    return excerpt.writerOf(line.number()).equals(writer);
  }
}
