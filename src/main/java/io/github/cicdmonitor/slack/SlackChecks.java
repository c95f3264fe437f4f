package io.github.cicdmonitor.slack;

import com.slack.api.methods.request.auth.AuthTestRequest;
import com.slack.api.methods.request.conversations.ConversationsInfoRequest;
import com.slack.api.methods.response.auth.AuthTestResponse;
import com.slack.api.methods.response.conversations.ConversationsInfoResponse;
import io.github.cicdmonitor.check.CheckedServices.Finding;
import io.github.cicdmonitor.error.MonitorException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code check} finds out about Slack. */
public final class SlackChecks {
  private static final String SCOPES_HEADER = "x-oauth-scopes";

  private final SlackCalls calls;
  private final Channels channels;

  public SlackChecks(SlackCalls calls) {
    this.calls = calls;
    this.channels = new Channels(calls);
  }

  /** The token, and for each missing scope what then does not work. */
  public Finding token() {
    try {
      AuthTestResponse answer = SlackWords.reading(
          "could not check the token",
          () -> calls.read(methods -> methods.authTest(AuthTestRequest.builder().build())));
      Optional<Set<String>> scopes = scopes(answer.getHttpResponseHeaders());
      if (scopes.isEmpty()) {
        return new Finding(true, "the token is valid; Slack did not tell its scopes", "");
      }
      List<String> missing = missing(scopes.get());
      return missing.isEmpty()
          ? new Finding(true, "the token is valid and has all scopes", "")
          : new Finding(
              false,
              "the token is valid but lacks scopes: " + String.join("; ", missing),
              "Add them to the Slack app and install it again");
    } catch (MonitorException e) {
      return refused(e);
    }
  }

  /** Whether it exists and the bot is in it. */
  public Finding channel(String channel) {
    try {
      return SlackWords.reading("could not check " + channel, () -> membership(channel));
    } catch (MonitorException e) {
      return refused(e);
    }
  }

  private Finding membership(String channel) {
    Optional<String> id = channels.id(channel);
    if (id.isEmpty() && channels.isArchived(channel)) {
      return archived(channel);
    }
    if (id.isEmpty()) {
      return new Finding(
          false,
          channel + " does not exist or is private",
          SlackWords.advice("channel_not_found", channel));
    }
    ConversationsInfoRequest request =
        ConversationsInfoRequest.builder().channel(id.get()).build();
    ConversationsInfoResponse answer = calls.read(methods -> methods.conversationsInfo(request));
    if (answer.getChannel() != null && answer.getChannel().isArchived()) {
      return archived(channel);
    }
    boolean member = answer.getChannel() != null && answer.getChannel().isMember();
    return member
        ? new Finding(true, "the bot is in " + channel, "")
        : new Finding(
            false, "the bot is not in " + channel, SlackWords.advice("not_in_channel", channel));
  }

  private static Finding archived(String channel) {
    return new Finding(false, channel + " is archived", SlackWords.advice("is_archived", channel));
  }

  static List<String> missing(Set<String> scopes) {
    Map<String, String> needed = new TreeMap<>();
    needed.put("chat:write", "nothing can be posted");
    needed.put("channels:read", "channels cannot be checked or found by name");
    needed.put("channels:history", "a message of unknown fate is not sent again");
    needed.put("reactions:read", "reactions do not count as approvals");
    List<String> missing = new ArrayList<>();
    needed.forEach((scope, consequence) -> {
      if (!scopes.contains(scope)) {
        missing.add(scope + " (" + consequence + ")");
      }
    });
    return missing;
  }

  private static Optional<Set<String>> scopes(@Nullable Map<String, List<String>> headers) {
    if (headers == null) {
      return Optional.empty();
    }
    return headers.entrySet().stream()
        .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(SCOPES_HEADER))
        .findFirst()
        .map(entry -> new HashSet<>(List.of(String.join(",", entry.getValue()).split("[,\\s]+"))));
  }

  private static Finding refused(MonitorException e) {
    return new Finding(
        false,
        e.explanation().what() + ": " + e.explanation().why(),
        e.explanation().next());
  }
}
