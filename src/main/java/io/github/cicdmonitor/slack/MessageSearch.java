package io.github.cicdmonitor.slack;

import com.slack.api.methods.request.conversations.ConversationsHistoryRequest;
import com.slack.api.methods.request.conversations.ConversationsRepliesRequest;
import com.slack.api.methods.response.conversations.ConversationsHistoryResponse;
import com.slack.api.methods.response.conversations.ConversationsRepliesResponse;
import com.slack.api.model.Message;
import io.github.cicdmonitor.act.Notifier.Fate;
import io.github.cicdmonitor.act.Notifier.Lookup;
import io.github.cicdmonitor.act.Notifier.Posted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks through a channel's history for a message of ours, by its key. ABSENT is only said when the
 * whole time was seen: in the channel itself, and in the threads under our messages of that time.
 */
final class MessageSearch {
  private static final Set<String> CLOSED =
      Set.of("missing_scope", "not_in_channel", "channel_not_found", "no_permission");
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(2);
  private static final int PER_PAGE = 200;
  private static final int MOST_PAGES = 25;
  private static final int MOST_THREADS = 25;
  private static final Lookup UNKNOWABLE = new Lookup(Fate.UNKNOWABLE, Optional.empty());

  private final SlackCalls calls;
  private final Channels channels;

  MessageSearch(SlackCalls calls, Channels channels) {
    this.calls = calls;
    this.channels = channels;
  }

  Lookup find(String channel, String key, Instant since) {
    try {
      return channels.id(channel).map(id -> findIn(id, key, since)).orElse(UNKNOWABLE);
    } catch (SlackRefusal refusal) {
      if (CLOSED.contains(refusal.word())) {
        return UNKNOWABLE;
      }
      throw refusal;
    }
  }

  private Lookup findIn(String id, String key, Instant since) {
    String oldest = String.valueOf(since.minus(CLOCK_SKEW).getEpochSecond());
    List<String> threads = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      ConversationsHistoryRequest request = ConversationsHistoryRequest.builder()
          .channel(id)
          .oldest(oldest)
          .inclusive(true)
          .limit(PER_PAGE)
          .cursor(cursor)
          .includeAllMetadata(true)
          .build();
      ConversationsHistoryResponse answer =
          calls.read(methods -> methods.conversationsHistory(request));
      for (Message message : SlackLists.of(answer.getMessages())) {
        if (isOurs(message) && hasKey(message, key)) {
          return found(id, message);
        }
        if (isOurs(message) && message.getReplyCount() != null && message.getReplyCount() > 0) {
          threads.add(message.getTs());
        }
      }
      cursor = SlackLists.next(answer.getResponseMetadata());
      if (cursor.isEmpty()) {
        return inThreads(id, key, threads);
      }
    }
    return UNKNOWABLE;
  }

  private Lookup inThreads(String id, String key, List<String> threads) {
    if (threads.size() > MOST_THREADS) {
      return UNKNOWABLE;
    }
    for (String thread : threads) {
      ConversationsRepliesRequest request = ConversationsRepliesRequest.builder()
          .channel(id)
          .ts(thread)
          .limit(PER_PAGE)
          .includeAllMetadata(true)
          .build();
      ConversationsRepliesResponse answer =
          calls.read(methods -> methods.conversationsReplies(request));
      for (Message message : SlackLists.of(answer.getMessages())) {
        if (isOurs(message) && hasKey(message, key)) {
          return found(id, message);
        }
      }
      if (!SlackLists.next(answer.getResponseMetadata()).isEmpty()) {
        return UNKNOWABLE;
      }
    }
    return new Lookup(Fate.ABSENT, Optional.empty());
  }

  private static Lookup found(String id, Message message) {
    return new Lookup(Fate.FOUND, Optional.of(new Posted(id, message.getTs())));
  }

  private static boolean isOurs(Message message) {
    return message.getMetadata() != null
        && message.getTs() != null
        && SlackNotifier.EVENT_TYPE.equals(message.getMetadata().getEventType());
  }

  private static boolean hasKey(Message message, String key) {
    return message.getMetadata().getEventPayload() != null
        && key.equals(message.getMetadata().getEventPayload().get(SlackNotifier.KEY));
  }
}
