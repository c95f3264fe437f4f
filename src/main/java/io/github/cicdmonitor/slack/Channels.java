package io.github.cicdmonitor.slack;

import com.slack.api.methods.request.conversations.ConversationsListRequest;
import com.slack.api.methods.response.conversations.ConversationsListResponse;
import com.slack.api.model.Conversation;
import com.slack.api.model.ConversationType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Names to ids: posting takes both, everything else wants the id. */
final class Channels {
  private static final int PER_PAGE = 200;
  private static final int MOST_PAGES = 25;

  private final SlackCalls calls;
  private final Map<String, String> ids = new ConcurrentHashMap<>();

  Channels(SlackCalls calls) {
    this.calls = calls;
  }

  /** From the answer to a post. */
  void learn(String channel, String id) {
    ids.put(plain(channel), id);
  }

  /** The id; empty when there is no such channel that we may see. */
  Optional<String> id(String channel) {
    String name = plain(channel);
    if (channel.matches("[CGD][A-Z0-9]{6,}")) {
      return Optional.of(channel);
    }
    return Optional.ofNullable(ids.get(name))
        .or(() -> listed(name, ConversationType.PUBLIC_CHANNEL))
        .or(() -> listedPrivate(name));
  }

  private enum Which {
    IN_USE,
    ALL
  }

  /** Whether it is a public channel that was archived. */
  boolean isArchived(String channel) {
    return listed(plain(channel), ConversationType.PUBLIC_CHANNEL, Which.ALL).isPresent();
  }

  private Optional<String> listed(String name, ConversationType type) {
    return listed(name, type, Which.IN_USE);
  }

  private Optional<String> listedPrivate(String name) {
    try {
      return listed(name, ConversationType.PRIVATE_CHANNEL);
    } catch (SlackRefusal refusal) {
      if (refusal.word().equals("missing_scope")) {
        return Optional.empty(); // groups:read is not asked of anybody
      }
      throw refusal;
    }
  }

  private Optional<String> listed(String name, ConversationType type, Which which) {
    String cursor = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      ConversationsListRequest request = ConversationsListRequest.builder()
          .types(List.of(type))
          .excludeArchived(which == Which.IN_USE)
          .limit(PER_PAGE)
          .cursor(cursor)
          .build();
      ConversationsListResponse answer = calls.read(methods -> methods.conversationsList(request));
      for (Conversation channel : SlackLists.of(answer.getChannels())) {
        if (channel.getName() != null && channel.getId() != null) {
          ids.putIfAbsent(channel.getName(), channel.getId());
        }
      }
      cursor = SlackLists.next(answer.getResponseMetadata());
      if (ids.containsKey(name) || cursor.isEmpty()) {
        break;
      }
    }
    return Optional.ofNullable(ids.get(name));
  }

  private static String plain(String channel) {
    return channel.startsWith("#") ? channel.substring(1) : channel;
  }
}
