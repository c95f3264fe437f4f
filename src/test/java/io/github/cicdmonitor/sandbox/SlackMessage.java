package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A posted message as it stands now. */
public final class SlackMessage {
  private final String channel;
  private final String ts;
  private final Map<String, Set<String>> reactions = new TreeMap<>();
  private volatile Optional<String> thread = Optional.empty();
  private volatile String text = "";
  private volatile JsonNode blocks = Json.array(List.of());
  private volatile Optional<JsonNode> metadata = Optional.empty();
  private volatile boolean filled;
  private volatile boolean updated;

  SlackMessage(String channel, String ts) {
    this.channel = channel;
    this.ts = ts;
  }

  void inThread(String parent) {
    thread = Optional.of(parent);
  }

  void fill(String newText, JsonNode newBlocks, Optional<JsonNode> newMetadata) {
    text = newText;
    blocks = newBlocks;
    metadata = newMetadata.or(() -> metadata);
    updated = filled;
    filled = true;
  }

  synchronized void react(String userId, String reaction) {
    reactions.computeIfAbsent(reaction, name -> new LinkedHashSet<>()).add(userId);
  }

  /** Takes a reaction back. */
  public synchronized void unreact(String userId, String reaction) {
    reactions.computeIfPresent(reaction, (name, users) -> {
      users.remove(userId);
      return users.isEmpty() ? null : users;
    });
  }

  /** The channel's id. */
  public String channel() {
    return channel;
  }

  public String ts() {
    return ts;
  }

  /** The fallback as sent. */
  public String text() {
    return text;
  }

  public JsonNode blocks() {
    return blocks;
  }

  /** event_type and event_payload; an empty object when none was sent. */
  public JsonNode metadata() {
    return metadata.orElseGet(Json::object);
  }

  /** The ts of the message that it answers. */
  public Optional<String> thread() {
    return thread;
  }

  public boolean wasUpdated() {
    return updated;
  }

  /** What a person sees: the blocks, or the text when there are none. */
  public String plainText() {
    return blocks.isEmpty() ? SlackText.mrkdwn(text) : SlackText.render(blocks);
  }

  synchronized Map<String, Set<String>> reactions() {
    return Map.copyOf(reactions);
  }

  synchronized JsonNode reactionsJson() {
    return reactions.entrySet().stream()
        .map(one -> Json.object(
            "name",
            one.getKey(),
            "count",
            one.getValue().size(),
            "users",
            List.copyOf(one.getValue())))
        .collect(Json.toArray());
  }

  ObjectNode json() {
    ObjectNode json = Json.object(
        "type", "message",
        "user", "U0SANDBOX1",
        "bot_id", "B0SANDBOX1",
        "app_id", "A0SANDBOX1",
        "team", "T0SANDBOX1",
        "ts", ts,
        "text", text,
        "blocks", blocks);
    thread.ifPresent(parent -> json.put("thread_ts", parent));
    metadata.ifPresent(data -> json.set("metadata", data));
    return json;
  }
}
