package io.github.cicdmonitor.slack;

import com.slack.api.methods.request.chat.ChatPostMessageRequest;
import com.slack.api.methods.request.chat.ChatUpdateRequest;
import com.slack.api.methods.request.reactions.ReactionsGetRequest;
import com.slack.api.methods.response.chat.ChatPostMessageResponse;
import com.slack.api.methods.response.reactions.ReactionsGetResponse;
import com.slack.api.model.Message.Metadata;
import io.github.cicdmonitor.notify.Notifier;
import io.github.cicdmonitor.remote.HttpError;
import io.github.cicdmonitor.scan.ReactionSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Notices as Slack messages, found again by the outbox key in their metadata, and the reactions on
 * them. At most one message a second goes to a channel.
 */
public final class SlackNotifier implements Notifier, ReactionSource {
  static final String EVENT_TYPE = "cicd_monitor";
  static final String KEY = "key";

  /** Slack's word for a message to be answered that somebody has deleted. */
  static final String NO_THREAD = "thread_not_found";

  private static final Duration BETWEEN = Duration.ofSeconds(1);
  private static final Set<String> FORM =
      Set.of("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long");
  private static final Set<String> NO_MESSAGE = Set.of("message_not_found", "no_item_specified");

  private final SlackCalls calls;
  private final Channels channels;
  private final Map<String, Instant> lastPosts = new HashMap<>();
  private final Map<String, History> histories = new HashMap<>();

  /** What was read of a channel in this run, and from when on. */
  private record History(Instant since, Sent sent) {}

  public SlackNotifier(SlackCalls calls) {
    this.calls = calls;
    this.channels = new Channels(calls);
  }

  @Override
  public Posted post(Message message) {
    return SlackWords.writing(
        "could not post to " + message.channel(), message.channel(), () -> postInSomeForm(message));
  }

  /** A refusal says that nothing was posted, so another form of it may follow at once. */
  private Posted postInSomeForm(Message message) {
    try {
      return post(request(message).blocksAsString(message.blocks()).build());
    } catch (SlackRefusal refusal) {
      if (refusal.word().equals(NO_THREAD) && message.thread().isPresent()) {
        return postInSomeForm(message.alone());
      }
      if (!FORM.contains(refusal.word())) {
        throw refusal;
      }
      return post(request(message).build()); // refused as a whole: the short text says it too
    }
  }

  private static ChatPostMessageRequest.ChatPostMessageRequestBuilder request(Message message) {
    ChatPostMessageRequest.ChatPostMessageRequestBuilder request = ChatPostMessageRequest.builder()
        .channel(message.channel())
        .text(message.text())
        .metadata(metadata(message))
        .parse("none")
        .linkNames(false)
        .unfurlLinks(false)
        .unfurlMedia(false);
    message.thread().ifPresent(request::threadTs);
    return request;
  }

  private Posted post(ChatPostMessageRequest request) {
    awaitTurn(request.getChannel());
    ChatPostMessageResponse answer = calls.write(methods -> methods.chatPostMessage(request));
    if (answer.getChannel() == null || answer.getTs() == null) {
      throw HttpError.nonsense("it names no message");
    }
    channels.learn(request.getChannel(), answer.getChannel());
    return new Posted(answer.getChannel(), answer.getTs());
  }

  @Override
  public void update(Posted posted, Message message) {
    ChatUpdateRequest request = ChatUpdateRequest.builder()
        .channel(posted.channel())
        .ts(posted.timestamp())
        .text(message.text())
        .blocksAsString(message.blocks())
        .metadata(metadata(message))
        .parse("none")
        .linkNames(false)
        .build();
    SlackWords.writing(
        "could not change a message in " + message.channel(),
        message.channel(),
        () -> calls.write(methods -> methods.chatUpdate(request)));
  }

  @Override
  public Lookup find(String channel, String key, Instant since) {
    return SlackWords.reading(
        "could not look for a message in " + channel,
        () -> new MessageSearch(calls, channels).find(channel, key, since));
  }

  @Override
  public Lookup findUnder(Posted root, String key) {
    return SlackWords.reading(
        "could not look for a message in a thread of ours",
        () -> new MessageSearch(calls, channels).findUnder(root, key));
  }

  @Override
  public Sent sent(String channel, Instant since) {
    History known = histories.get(channel);
    if (known == null || since.isBefore(known.since())) {
      known = new History(
          since,
          SlackWords.reading(
              "could not look for earlier messages in " + channel,
              () -> new MessageSearch(calls, channels).sent(channel, since)));
      histories.put(channel, known);
    }
    return known.sent();
  }

  @Override
  public Sent under(Posted root) {
    return SlackWords.reading(
        "could not read a thread of ours", () -> new MessageSearch(calls, channels).under(root));
  }

  @Override
  public boolean isRemote() {
    return true;
  }

  @Override
  public List<Reaction> reactions(String channel, String timestamp) {
    return SlackWords.reading("could not read the reactions on an approval request", () -> {
      ReactionsGetRequest request = ReactionsGetRequest.builder()
          .channel(channels.id(channel).orElse(channel))
          .timestamp(timestamp)
          .full(true) // without it the list of users may be cut
          .build();
      try {
        return reactions(calls.read(methods -> methods.reactionsGet(request)));
      } catch (SlackRefusal refusal) {
        if (NO_MESSAGE.contains(refusal.word())) {
          return List.of();
        }
        throw refusal;
      }
    });
  }

  private static List<Reaction> reactions(ReactionsGetResponse answer) {
    List<Reaction> reactions = new ArrayList<>();
    if (answer.getMessage() == null) {
      return reactions;
    }
    for (com.slack.api.model.Reaction reaction :
        SlackLists.of(answer.getMessage().getReactions())) {
      String name = Optional.ofNullable(reaction.getName()).orElse("");
      int tone = name.indexOf("::");
      for (String user : SlackLists.of(reaction.getUsers())) {
        reactions.add(new Reaction(tone < 0 ? name : name.substring(0, tone), user));
      }
    }
    return reactions;
  }

  private synchronized void awaitTurn(String channel) {
    Instant now = calls.budget().now();
    Instant turn = lastPosts.getOrDefault(channel, Instant.MIN);
    if (turn.isAfter(now) && !calls.budget().sleep(Duration.between(now, turn))) {
      throw HttpError.limited(turn);
    }
    Instant start = turn.isAfter(now) ? turn : now;
    lastPosts.put(channel, start.plus(BETWEEN));
  }

  private static Metadata metadata(Message message) {
    return Metadata.builder()
        .eventType(EVENT_TYPE)
        .eventPayload(Map.of(KEY, message.key()))
        .build();
  }
}
