package io.github.cicdmonitor.slack;

import com.slack.api.methods.request.conversations.ConversationsHistoryRequest;
import com.slack.api.methods.request.conversations.ConversationsRepliesRequest;
import com.slack.api.methods.response.conversations.ConversationsHistoryResponse;
import com.slack.api.methods.response.conversations.ConversationsRepliesResponse;
import com.slack.api.model.Message;
import io.github.cicdmonitor.notify.Notifier;
import io.github.cicdmonitor.notify.Notifier.Fate;
import io.github.cicdmonitor.notify.Notifier.Lookup;
import io.github.cicdmonitor.notify.Notifier.Posted;
import io.github.cicdmonitor.notify.Notifier.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Looks through a channel's history for messages of ours, by their keys. ABSENT is only said when the
 * whole time was seen: in the channel itself, and in the threads under our messages of that time.
 * Ours is what our own bot posted: another app can write the same metadata.
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
    return unlessClosed(
        UNKNOWABLE,
        () -> channels.id(channel).map(id -> findIn(id, key, since)).orElse(UNKNOWABLE));
  }

  Lookup findUnder(Posted root, String key) {
    return unlessClosed(
        UNKNOWABLE, () -> inThreads(root.channel(), key, List.of(root.timestamp())));
  }

  /** As far as it can be seen, which without the scope is not at all. */
  Sent sent(String channel, Instant since) {
    return unlessClosed(Sent.NOTHING, () -> {
      Collected collected = new Collected();
      channels
          .id(channel)
          .ifPresent(id -> history(id, since, message -> collected.add(id, message)));
      return collected.sent();
    });
  }

  Sent under(Posted root) {
    return unlessClosed(Sent.NOTHING, () -> {
      Collected collected = new Collected();
      replies(root.channel(), root.timestamp(), message -> collected.add(root.channel(), message));
      return collected.sent();
    });
  }

  /** What was seen of ours. */
  private final class Collected {
    private final Map<String, Posted> byKey = new HashMap<>();
    private final Set<String> asking = new HashSet<>();

    /** Always goes on. */
    boolean add(String id, Message message) {
      Optional<String> key = keyOf(message);
      if (key.isPresent() && byKey.putIfAbsent(key.get(), posted(id, message)) == null) {
        boolean asks = SlackLists.of(message.getBlocks()).stream()
            .anyMatch(block -> Notifier.ASKING_BLOCK.equals(block.getBlockId()));
        if (asks) {
          asking.add(key.get());
        }
      }
      return true;
    }

    Sent sent() {
      return new Sent(byKey, asking);
    }
  }

  private static <T> T unlessClosed(T closed, Supplier<T> search) {
    try {
      return search.get();
    } catch (SlackRefusal refusal) {
      if (CLOSED.contains(refusal.word())) {
        return closed;
      }
      throw refusal;
    }
  }

  private Lookup findIn(String id, String key, Instant since) {
    List<String> threads = new ArrayList<>();
    List<Message> found = new ArrayList<>();
    boolean whole = history(id, since, message -> {
      if (hasKey(message, key)) {
        found.add(message);
      } else if (keyOf(message).isPresent()
          && message.getReplyCount() != null
          && message.getReplyCount() > 0) {
        threads.add(message.getTs());
      }
      return found.isEmpty();
    });
    if (found.isEmpty()) {
      return whole && threads.size() <= MOST_THREADS ? inThreads(id, key, threads) : UNKNOWABLE;
    }
    return found(id, found.get(0));
  }

  private Lookup inThreads(String id, String key, List<String> threads) {
    List<Message> found = new ArrayList<>();
    for (String thread : threads) {
      boolean whole = replies(id, thread, message -> {
        if (hasKey(message, key)) {
          found.add(message);
        }
        return found.isEmpty();
      });
      if (!found.isEmpty()) {
        return found(id, found.get(0));
      }
      if (!whole) {
        return UNKNOWABLE;
      }
    }
    return new Lookup(Fate.ABSENT, Optional.empty());
  }

  /**
   * Shows the channel's messages, newest first, until {@code goOn} says no.
   *
   * @return whether all of them were shown
   */
  private boolean history(String id, Instant since, Predicate<Message> goOn) {
    String oldest = String.valueOf(since.minus(CLOCK_SKEW).getEpochSecond());
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
        if (!goOn.test(message)) {
          return false;
        }
      }
      cursor = SlackLists.next(answer.getResponseMetadata());
      if (cursor.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** The same of a thread; one page of it. Of a message that was deleted there is none. */
  private boolean replies(String id, String thread, Predicate<Message> goOn) {
    ConversationsRepliesRequest request = ConversationsRepliesRequest.builder()
        .channel(id)
        .ts(thread)
        .limit(PER_PAGE)
        .includeAllMetadata(true)
        .build();
    ConversationsRepliesResponse answer;
    try {
      answer = calls.read(methods -> methods.conversationsReplies(request));
    } catch (SlackRefusal refusal) {
      if (refusal.word().equals(SlackNotifier.NO_THREAD)) {
        return true;
      }
      throw refusal;
    }
    for (Message message : SlackLists.of(answer.getMessages())) {
      if (!goOn.test(message)) {
        return false;
      }
    }
    return SlackLists.next(answer.getResponseMetadata()).isEmpty();
  }

  private static Lookup found(String id, Message message) {
    return new Lookup(Fate.FOUND, Optional.of(posted(id, message)));
  }

  private static Posted posted(String id, Message message) {
    return new Posted(id, message.getTs());
  }

  private boolean hasKey(Message message, String key) {
    return keyOf(message).equals(Optional.of(key));
  }

  /** The outbox key of a message of ours; empty for everybody else's. */
  private Optional<String> keyOf(Message message) {
    if (message.getMetadata() == null
        || message.getTs() == null
        || message.getMetadata().getEventPayload() == null
        || !SlackNotifier.EVENT_TYPE.equals(message.getMetadata().getEventType())
        || !calls.bot().wrote(message)) {
      return Optional.empty();
    }
    return Optional.ofNullable(message.getMetadata().getEventPayload().get(SlackNotifier.KEY))
        .map(Object::toString);
  }
}
