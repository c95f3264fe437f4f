package io.github.cicdmonitor.slack;

import com.slack.api.methods.SlackApiTextResponse;
import io.github.cicdmonitor.remote.Head;
import io.github.cicdmonitor.remote.HttpError;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Slack's own way to say no: {@code ok: false} and a word. Thrown like a {@link HttpError}, but it
 * carries the word; a word about limits becomes the status that means the same.
 */
final class SlackRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final Set<String> LIMITS = Set.of("ratelimited", "rate_limited");
  private static final int TOO_MANY = 429;

  private final String word;
  private final String needed;

  private SlackRefusal(String word, String needed) {
    super(word, null, false, false);
    this.word = word;
    this.needed = needed;
  }

  /** Only what has the form of Slack's words is kept of the answer. */
  static RuntimeException of(SlackApiTextResponse answer) {
    String word = wordOf(answer.getError(), "unknown_error");
    if (LIMITS.contains(word)) {
      return HttpError.status(new Head(TOO_MANY, Map.of(), true));
    }
    return new SlackRefusal(word, wordOf(answer.getNeeded(), ""));
  }

  String word() {
    return word;
  }

  /** The scope that {@code missing_scope} asks for, or empty. */
  String needed() {
    return needed;
  }

  private static String wordOf(String text, String otherwise) {
    return Optional.ofNullable(text).filter(w -> w.matches("[a-z_:,.]{1,80}")).orElse(otherwise);
  }
}
