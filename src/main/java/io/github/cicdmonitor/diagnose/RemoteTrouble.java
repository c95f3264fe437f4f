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
 * Words that prove that a service or the way to it was at fault, whatever tool prints them. A tool
 * that could not get something says so first ("could not resolve", "failed to query") and the reason
 * in the lines below: the reason counts.
 */
final class RemoteTrouble {
  /** A message with its reason is no longer than this. */
  private static final int BELOW = 8;

  private static final String SOURCE = "remote";
  private static final double AT_LEAST = 0.8;
  // No rule names the service, so it is never reported as certain.
  private static final double AT_MOST = 0.88;
  private static final int LONGEST = 160;

  private static final Set<Category> MAY_BE_FETCHING = EnumSet.of(
      Category.DEPENDENCY,
      Category.CI_CONFIGURATION,
      Category.DOCKER_KUBERNETES,
      Category.ENVIRONMENT);

  /** Proof in any output. */
  private static final Pattern PROVEN = Pattern.compile(
      "(?i)\\b(?:status(?: ?code)?|http(?:/\\d(?:\\.\\d)?)?|response(?: (?:code|status))?|returned(?: error)?|received|got)\\b[ :=('\"]*(?:50[0234]|52\\d|429)\\b"
          + "|\\b(?:50[0234]|429)[ :-]{1,3}(?:internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out|too many requests)"
          + "|\\b(?:bad gateway|service (?:is )?(?:temporarily |currently )?unavailable|gateway time-?out|internal server error|too many requests)\\b"
          + "|\\b(?:rate limit (?:has been )?(?:exceeded|reached)|secondary rate limit|exceeded .{0,30}rate limit)"
          + "|\\bECONNRESET\\b|\\bETIMEDOUT\\b|\\bEAI_AGAIN\\b|\\bENETUNREACH\\b|\\bESOCKETTIMEDOUT\\b|UND_ERR_\\w*TIMEOUT|socket hang up"
          + "|connection (?:was )?(?:reset|aborted)\\b|connection closed (?:by (?:the )?(?:remote|peer|server)|unexpectedly)|remote end (?:closed|hung up)"
          + "|could not resolve host\\b|temporary failure in name resolution|temporary failure resolving"
          + "|(?:connect(?:ion|ing)?|read|handshake|dial tcp .{0,60}|operation|request) timed? ?-?out|i/o timeout|tls handshake timeout|timeout (?:was reached|awaiting response)|client\\.timeout (?:or context cancellation|exceeded)"
          + "|https?://\\S+\"?: (?:context deadline exceeded|net/http: request canceled|unexpected eof|eof\\b)"
          + "|RPC failed; |curl: \\((?:5|6|7|18|28|35|52|55|56|92)\\)|stream (?:error|was reset).{0,60}(?:INTERNAL_ERROR|REFUSED_STREAM|not closed cleanly)|GOAWAY");

  /** What services say of themselves; a compiler or a test says it too, of itself. */
  private static final Pattern SAID_BY_SERVICE = Pattern.compile(
      "(?i)\\b(?:unknown|unexpected) (?:internal )?(?:server |service )?error (?:has )?occurred|\\binternal (?:service |api )?error(?: has)? occurred|got error: .{0,20}internal|\\berror: internal(?: server)? error\\b|encountered an internal error"
          + "|try(?:ing)? again (?:later|in (?:a|an|some|few|\\d+))|please retry later|temporarily unavailable|currently unavailable|context deadline exceeded|experiencing (?:an )?(?:outage|issues|high load)|under maintenance");

  private static final Pattern REFUSED = Pattern.compile(
      "(?i)\\b(?:401|403|404|410)\\b|unauthorized|forbidden|not found|denied|localhost|127\\.0\\.0\\.1|\\[::1\\]");

  private static final Set<StepRole> OWN_ERRORS =
      EnumSet.of(StepRole.TEST, StepRole.LINT, StepRole.BUILD);

  private RemoteTrouble() {}

  /** Whether the line alone proves it, in the output of such a command. */
  static boolean in(String text, Set<StepRole> roles) {
    String head = text.length() > 1_000 ? text.substring(0, 1_000) : text;
    if (roles.equals(Set.of(StepRole.TEST)) || REFUSED.matcher(head).find()) {
      return false;
    }
    boolean service = roles.isEmpty() || !OWN_ERRORS.containsAll(roles);
    return PROVEN.matcher(head).find()
        || (service && SAID_BY_SERVICE.matcher(head).find());
  }

  /** What could not be had because the other side did not answer is no fault of versions or settings. */
  static void explain(Excerpt excerpt, List<Hit> hits, int users) {
    hits.replaceAll(hit ->
        hit.order() < users || hit.rule().isEmpty() || !MAY_BE_FETCHING.contains(hit.category())
            ? hit
            : reason(excerpt, hit.line()).map(text -> because(hit, text)).orElse(hit));
  }

  private static Hit because(Hit hit, String text) {
    return new Hit(
        SOURCE,
        Optional.empty(),
        hit.order(),
        Category.INFRASTRUCTURE,
        Math.max(AT_LEAST, Math.min(AT_MOST, hit.confidence())),
        hit.line(),
        hit.rank(),
        hit.weight(),
        hit.cause() + ", as the other side did not answer: "
            + (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text),
        "Re-run the failed jobs; where they fail again, see the status of the service.",
        true);
  }

  private static Optional<String> reason(Excerpt excerpt, int line) {
    Optional<ExcerptStep> writer = excerpt.writerOf(line);
    Set<StepRole> roles = writer.map(ExcerptStep::roles).orElse(Set.of());
    int expected = line;
    for (LogLine next : excerpt.lines()) {
      if (next.number() < line) {
        continue;
      }
      boolean within = next.number() == expected
          && next.number() <= line + BELOW
          && excerpt.writerOf(next.number()).equals(writer);
      if (!within) {
        return Optional.empty();
      }
      if (Harmless.doubt(next.text().value()) == 0 && in(next.text().value(), roles)) {
        return Optional.of(next.text().value().strip());
      }
      // A refusal is an answer, and the end of the message.
      if (next.number() > line && REFUSED.matcher(next.text().value()).find()) {
        return Optional.empty();
      }
      expected++;
    }
    return Optional.empty();
  }
}
