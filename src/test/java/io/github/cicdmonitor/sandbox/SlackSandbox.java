package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The methods of Slack's Web API that post, change and read messages. A refusal is status 200 with {@code ok: false}, as Slack does it. */
public final class SlackSandbox implements AutoCloseable {
  /** Slack refuses more text than this over all blocks of a message (not documented, seen). */
  private static final int MOST_TEXT = 12_000;

  private static final int MOST_SECTION = 3_000;
  private static final int MOST_HEADER = 150;
  private static final int MOST_BLOCKS = 50;

  /** A channel; the bot can post in it when it is a member. */
  public static final class Channel {
    private final String id;
    private final String name;
    private final List<SlackMessage> messages = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean member = true;
    private volatile boolean archived;

    Channel(String id, String name) {
      this.id = id;
      this.name = name;
    }

    public String id() {
      return id;
    }

    public String name() {
      return name;
    }

    /** The bot is not in the channel from now on. */
    public Channel withoutBot() {
      member = false;
      return this;
    }

    public Channel archive() {
      archived = true;
      return this;
    }

    /** What was posted, oldest first. */
    public List<SlackMessage> messages() {
      synchronized (messages) {
        return List.copyOf(messages);
      }
    }
  }

  /** Thrown by methods; becomes {@code {"ok": false, "error": …}}. */
  private static final class Refusal extends RuntimeException {
    private final transient ObjectNode body;

    Refusal(String error) {
      super(error);
      body = Json.object("ok", false, "error", error);
    }

    Refusal with(String name, String value) {
      body.put(name, value);
      return this;
    }
  }

  private interface Method {
    ObjectNode call(Map<String, String> form);
  }

  private record Need(String scope, Method method) {}

  private final Clock clock;
  private final LoopbackServer server;
  private final Map<String, Set<String>> scopes = new ConcurrentHashMap<>();
  private final Map<String, Channel> channels = new ConcurrentSkipListMap<>();
  private final Map<String, Need> methods = new TreeMap<>();
  private long lastMicros;

  SlackSandbox(Ledger ledger, Clock clock) {
    this.clock = clock;
    methods.put("auth.test", new Need("", this::authTest));
    methods.put("chat.postMessage", new Need("chat:write", this::post));
    methods.put("chat.update", new Need("chat:write", this::update));
    methods.put("conversations.list", new Need("channels:read", this::list));
    methods.put("conversations.info", new Need("channels:read", this::info));
    methods.put("conversations.history", new Need("channels:history", this::history));
    methods.put("conversations.replies", new Need("channels:history", this::replies));
    methods.put("reactions.get", new Need("reactions:read", this::reactions));
    this.server = new LoopbackServer("slack", ledger, clock, this::answer);
  }

  /** The root for SLACK_API_URL, with the slash at its end. */
  public String url() {
    return server.url() + "/api/";
  }

  /** Paths read {@code POST /api/chat.postMessage}. */
  public Faults faults() {
    return server.faults();
  }

  /** From now on this token is good for methods of these scopes. */
  public void accept(String token, String... granted) {
    scopes.put(token, Collections.synchronizedSet(new TreeSet<>(Arrays.asList(granted))));
  }

  /** Takes a scope from all tokens. */
  public void refuse(String scope) {
    scopes.values().forEach(granted -> granted.remove(scope));
  }

  public void revoke(String token) {
    scopes.remove(token);
  }

  /** The channel of this name (with or without #), made when there is none; the bot is a member. */
  public Channel channel(String name) {
    String bare = name.replaceFirst("^#", "");
    return channels.values().stream()
        .filter(channel -> channel.name.equals(bare))
        .findFirst()
        .orElseGet(() -> {
          String id = String.format(Locale.ROOT, "C0SANDBX%03d", channels.size() + 1);
          Channel channel = new Channel(id, bare);
          channels.put(id, channel);
          return channel;
        });
  }

  public Collection<Channel> channels() {
    return List.copyOf(channels.values());
  }

  /** What was posted to the channel of this name, oldest first. */
  public List<SlackMessage> messages(String name) {
    return channel(name).messages();
  }

  /** The posts of all channels as text, oldest first in each, "#channel: text". */
  public List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (Channel channel : channels.values()) {
      channel
          .messages()
          .forEach(message -> texts.add("#" + channel.name + ": " + message.plainText()));
    }
    return texts;
  }

  /** Somebody reacts to a message; {@code reaction} without colons. */
  public void react(SlackMessage message, String userId, String reaction) {
    message.react(userId, reaction);
  }

  @Override
  public void close() {
    server.close();
  }

  private Answer answer(Request request) {
    String method = request.path().replaceFirst("^/api/", "");
    Need need = methods.get(method);
    if (need == null || !request.path().startsWith("/api/")) {
      throw new LoopbackServer.Unexpected(
          "no such method in the sandbox",
          Answer.json(501, Json.object("ok", false, "error", "unknown_method")));
    }
    Map<String, String> form = new TreeMap<>(request.query());
    form.putAll(parameters(request));
    try {
      Set<String> granted = granted(request, form);
      if (!need.scope().isEmpty() && !granted.contains(need.scope())) {
        throw new Refusal("missing_scope")
            .with("needed", need.scope())
            .with("provided", String.join(",", granted));
      }
      synchronized (this) {
        return Answer.ok(need.method().call(form))
            .with("X-OAuth-Scopes", String.join(",", granted));
      }
    } catch (Refusal refusal) {
      return Answer.ok(refusal.body);
    }
  }

  private static Map<String, String> parameters(Request request) {
    if (!request.header("content-type").orElse("").contains("json")) {
      return Request.parameters(request.text());
    }
    Map<String, String> parameters = new TreeMap<>();
    request
        .json()
        .properties()
        .forEach(field -> parameters.put(
            field.getKey(),
            field.getValue().isTextual()
                ? field.getValue().asText()
                : field.getValue().toString()));
    return parameters;
  }

  private Set<String> granted(Request request, Map<String, String> form) {
    String token =
        request.token().or(() -> Optional.ofNullable(form.get("token"))).orElse("");
    if (token.isEmpty()) {
      throw new Refusal("not_authed");
    }
    return Optional.ofNullable(scopes.get(token)).orElseThrow(() -> new Refusal("invalid_auth"));
  }

  private ObjectNode authTest(Map<String, String> form) {
    return Json.object(
        "ok", true,
        "url", "https://acme.slack.com/",
        "team", "Acme",
        "user", "cicd_monitor",
        "team_id", "T0SANDBOX1",
        "user_id", "U0SANDBOX1",
        "bot_id", "B0SANDBOX1",
        "is_enterprise_install", false);
  }

  private static Optional<String> given(Map<String, String> form, String name) {
    return Optional.ofNullable(form.get(name)).filter(value -> !value.isEmpty());
  }

  /** Only chat.postMessage takes names. */
  private Channel byIdOrName(String wanted) {
    return Optional.ofNullable(channels.get(wanted))
        .or(() -> channels.values().stream()
            .filter(c -> c.name.equals(wanted.replaceFirst("^#", "")))
            .findFirst())
        .orElseThrow(() -> new Refusal("channel_not_found"));
  }

  private Channel byId(Map<String, String> form) {
    return given(form, "channel")
        .map(channels::get)
        .orElseThrow(() -> new Refusal("channel_not_found"));
  }

  private ObjectNode post(Map<String, String> form) {
    Channel channel = byIdOrName(given(form, "channel").orElse(""));
    if (!channel.member) {
      throw new Refusal("not_in_channel");
    }
    if (channel.archived) {
      throw new Refusal("is_archived");
    }
    SlackMessage message = new SlackMessage(channel.id, nextTimestamp());
    given(form, "thread_ts").ifPresent(thread -> {
      findRoot(channel, thread);
      message.inThread(thread);
    });
    fill(message, form);
    channel.messages.add(message);
    return Json.object(
        "ok", true, "channel", channel.id, "ts", message.ts(), "message", message.json());
  }

  private ObjectNode update(Map<String, String> form) {
    Channel channel = byId(form);
    SlackMessage message = find(channel, given(form, "ts").orElse(""));
    fill(message, form);
    return Json.object(
        "ok", true,
        "channel", channel.id,
        "ts", message.ts(),
        "text", message.text(),
        "message", message.json());
  }

  private static SlackMessage find(Channel channel, String ts) {
    return channel.messages().stream()
        .filter(message -> message.ts().equals(ts))
        .findFirst()
        .orElseThrow(() -> new Refusal("message_not_found"));
  }

  private static void findRoot(Channel channel, String ts) {
    if (channel.messages.stream().noneMatch(message -> message.ts().equals(ts))) {
      throw new Refusal("thread_not_found");
    }
  }

  private static void fill(SlackMessage message, Map<String, String> form) {
    String text = given(form, "text").orElse("");
    Optional<JsonNode> blocks = given(form, "blocks")
        .map(raw -> Json.parse(raw)
            .filter(JsonNode::isArray)
            .orElseThrow(() -> new Refusal("invalid_blocks_format")));
    if (text.isEmpty() && blocks.isEmpty()) {
      throw new Refusal("no_text");
    }
    blocks.ifPresent(SlackSandbox::check);
    Optional<JsonNode> metadata = given(form, "metadata")
        .map(raw -> Json.parse(raw).orElseThrow(() -> new Refusal("invalid_metadata_format")));
    metadata.ifPresent(m -> {
      if (!m.path("event_type").isTextual() || !m.path("event_payload").isObject()) {
        throw new Refusal("invalid_metadata_schema");
      }
    });
    message.fill(text, blocks.orElseGet(() -> Json.array(List.of())), metadata);
  }

  private static void check(JsonNode blocks) {
    if (blocks.size() > MOST_BLOCKS) {
      throw new Refusal("invalid_blocks");
    }
    int sum = 0;
    for (JsonNode block : blocks) {
      String type = block.path("type").asText();
      String text = block.path("text").path("text").asText();
      boolean empty =
          type.equals("section") && text.isEmpty() && !block.path("fields").isArray();
      boolean tooLong = (type.equals("section") && text.length() > MOST_SECTION)
          || (type.equals("header") && text.length() > MOST_HEADER);
      boolean wrongHeader =
          type.equals("header") && !block.path("text").path("type").asText().equals("plain_text");
      if (type.isEmpty() || empty || tooLong || wrongHeader) {
        throw new Refusal("invalid_blocks");
      }
      sum += SlackText.length(block);
    }
    if (sum > MOST_TEXT) {
      throw new Refusal("msg_blocks_too_long");
    }
  }

  private ObjectNode list(Map<String, String> form) {
    int limit = given(form, "limit").map(Integer::parseInt).orElse(100);
    List<Channel> all = channels.values().stream()
        .filter(c -> !c.archived || !given(form, "exclude_archived").orElse("").matches("true|1"))
        .toList();
    int from = cursor(form);
    int to = Math.min(all.size(), from + limit);
    ObjectNode answer = Json.object("ok", true);
    answer.set(
        "channels",
        all.subList(Math.min(from, to), to).stream()
            .map(SlackSandbox::json)
            .collect(Json.toArray()));
    return withCursor(answer, to, all.size());
  }

  private static int cursor(Map<String, String> form) {
    Optional<String> cursor = given(form, "cursor");
    if (cursor.isEmpty()) {
      return 0;
    }
    if (!cursor.get().matches("next:\\d+")) {
      throw new Refusal("invalid_cursor");
    }
    return Integer.parseInt(cursor.get().substring("next:".length()));
  }

  private static ObjectNode withCursor(ObjectNode answer, int to, int size) {
    answer.set("response_metadata", Json.object("next_cursor", to < size ? "next:" + to : ""));
    return answer;
  }

  private static ObjectNode json(Channel channel) {
    return Json.object(
        "id", channel.id,
        "name", channel.name,
        "name_normalized", channel.name,
        "is_channel", true,
        "is_private", false,
        "is_archived", channel.archived,
        "is_member", channel.member,
        "num_members", 12);
  }

  private ObjectNode info(Map<String, String> form) {
    return Json.object("ok", true, "channel", json(byId(form)));
  }

  private ObjectNode history(Map<String, String> form) {
    Channel channel = byId(form);
    if (!channel.member) {
      throw new Refusal("not_in_channel");
    }
    List<SlackMessage> found = new ArrayList<>(within(form, channel.messages()).stream()
        .filter(message -> message.thread().isEmpty())
        .toList());
    Collections.reverse(found);
    return page(form, found);
  }

  private ObjectNode replies(Map<String, String> form) {
    Channel channel = byId(form);
    String ts = given(form, "ts").orElse("");
    findRoot(channel, ts);
    List<SlackMessage> found = within(form, channel.messages()).stream()
        .filter(m -> m.ts().equals(ts) || m.thread().filter(ts::equals).isPresent())
        .toList();
    return page(form, found);
  }

  private static List<SlackMessage> within(Map<String, String> form, List<SlackMessage> all) {
    BigDecimal oldest = timestamp(given(form, "oldest").orElse("0"));
    BigDecimal latest = timestamp(given(form, "latest").orElse("99999999999"));
    boolean inclusive = given(form, "inclusive").orElse("").matches("true|1");
    return all.stream()
        .filter(message -> {
          int low = timestamp(message.ts()).compareTo(oldest);
          int high = timestamp(message.ts()).compareTo(latest);
          return inclusive ? low >= 0 && high <= 0 : low > 0 && high < 0;
        })
        .toList();
  }

  private static BigDecimal timestamp(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new Refusal("invalid_ts_oldest");
    }
  }

  private static ObjectNode page(Map<String, String> form, List<SlackMessage> found) {
    int limit = given(form, "limit").map(Integer::parseInt).orElse(100);
    boolean metadata = given(form, "include_all_metadata").orElse("").matches("true|1");
    int from = Math.min(cursor(form), found.size());
    int to = Math.min(found.size(), from + limit);
    ObjectNode answer = Json.object("ok", true, "has_more", to < found.size());
    answer.set(
        "messages",
        found.subList(from, to).stream()
            .map(message -> {
              ObjectNode json = message.json();
              if (!metadata) {
                json.remove("metadata");
              }
              return json;
            })
            .map(JsonNode.class::cast)
            .collect(Json.toArray()));
    return withCursor(answer, to, found.size());
  }

  private ObjectNode reactions(Map<String, String> form) {
    String ts = given(form, "timestamp").orElseThrow(() -> new Refusal("no_item_specified"));
    Channel channel = byId(form);
    SlackMessage message = find(channel, ts);
    ObjectNode json = message.json();
    if (!message.reactions().isEmpty()) {
      json.set("reactions", message.reactionsJson());
    }
    return Json.object("ok", true, "type", "message", "channel", channel.id, "message", json);
  }

  /** Seconds and microseconds; never the same twice. */
  private String nextTimestamp() {
    Instant now = clock.instant();
    long micros =
        Math.max(lastMicros + 1, now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000);
    lastMicros = micros;
    return String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000);
  }

  /** A person deletes a message; what answered it stays. */
  public void delete(SlackMessage message) {
    channels.values().forEach(channel -> channel.messages.remove(message));
  }

  /** The message with this metadata event key and value, for tests of what was found again. */
  public SlackMessage withMetadata(String key, String value) {
    return channels.values().stream()
        .flatMap(channel -> channel.messages().stream())
        .filter(m -> m.metadata().path("event_payload").path(key).asText().equals(value))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("no message with " + key + "=" + value));
  }
}
