package io.github.cicdmonitor.slack;

import io.github.cicdmonitor.error.Explanation;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.error.MonitorException.Kind;
import io.github.cicdmonitor.error.UnknownFate;
import io.github.cicdmonitor.notify.Notifier.ChannelRefused;
import io.github.cicdmonitor.remote.HttpError;
import io.github.cicdmonitor.remote.HttpFailure;
import io.github.cicdmonitor.remote.Service;
import java.util.Set;
import java.util.function.Supplier;

/** What Slack's error words mean for us, and what to do about each. */
final class SlackWords {
  private static final Service SLACK = new Service(
      "Slack",
      "the token in SLACK_BOT_TOKEN",
      "Copy the bot token (xoxb-…) from the Slack app's OAuth page again");
  private static final Set<String> TOKEN = Set.of(
      "invalid_auth",
      "not_authed",
      "token_revoked",
      "token_expired",
      "account_inactive",
      "org_login_required",
      "not_allowed_token_type",
      "no_permission",
      "ekm_access_denied",
      "team_access_not_granted",
      "access_denied");

  /** The fault lies with Slack; what was asked may have been done. */
  private static final Set<String> THEIRS =
      Set.of("internal_error", "fatal_error", "service_unavailable", "request_timeout");

  private SlackWords() {}

  static <T> T reading(String what, Supplier<T> call) {
    try {
      return call.get();
    } catch (SlackRefusal refusal) {
      throw refused(what, refusal, "");
    } catch (HttpError refusal) {
      HttpFailure failure = HttpFailure.ofRead(SLACK, what, refusal);
      throw new MonitorException(failure.kind(), failure.explanation(), refusal);
    }
  }

  /** A refusal that leaves open whether the message was posted says so in its cause. */
  static <T> T writing(String what, String channel, Supplier<T> call) {
    try {
      return call.get();
    } catch (SlackRefusal refusal) {
      throw refused(what, refusal, channel);
    } catch (HttpError refusal) {
      HttpFailure failure = HttpFailure.ofWrite(SLACK, what, refusal);
      if (!refusal.mayHaveHappened()) {
        throw new MonitorException(failure.kind(), failure.explanation(), refusal);
      }
      UnknownFate fate = new UnknownFate(refusal.words());
      fate.initCause(refusal);
      throw new MonitorException(failure.kind(), failure.explanation(), fate);
    }
  }

  private static MonitorException refused(String what, SlackRefusal refusal, String channel) {
    String word = refusal.word();
    if (THEIRS.contains(word)) {
      return new MonitorException(
          Kind.UNAVAILABLE,
          new Explanation(
              what, "Slack reported an internal error (" + word + ")", "Run again later"),
          new UnknownFate(word));
    }
    if (word.equals("missing_scope")) {
      String scope = refusal.needed().isEmpty() ? "that is missing" : refusal.needed();
      return MonitorException.of(
          Kind.CREDENTIALS,
          what,
          "the token in SLACK_BOT_TOKEN lacks a scope (missing_scope)",
          "Add the scope " + scope + " to the Slack app and install it again");
    }
    if (TOKEN.contains(word)) {
      return MonitorException.of(
          Kind.TOKEN,
          what,
          "Slack refused the token in SLACK_BOT_TOKEN (" + word + ")",
          SLACK.renewal());
    }
    Explanation told = new Explanation(what, "Slack said no (" + word + ")", advice(word, channel));
    return advice(word, channel).isEmpty()
        ? new MonitorException(Kind.NO, told)
        : new MonitorException(Kind.NO, told, new ChannelRefused(word));
  }

  /** What to do about a refusal that will not change by itself; empty for a word we do not know. */
  static String advice(String word, String channel) {
    String place = channel.isEmpty() ? "the channel" : channel;
    return switch (word) {
      case "not_in_channel" -> "Invite the bot: /invite @name in " + place;
      case "channel_not_found" ->
        "Create " + place + " or correct slack_channels; if it is private, invite the bot:"
            + " /invite @name in it";
      case "is_archived" -> "Unarchive " + place + " or name another one in slack_channels";
      case "restricted_action", "restricted_action_read_only_channel" ->
        "Let the bot post in " + place + " (channel settings, posting permissions)";
      default -> "";
    };
  }
}
