package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;

/** An OpenAI-compatible gateway in OpenRouter's manner. What the model says is up to the test. */
public final class GatewaySandbox implements AutoCloseable {
  /** What a model makes of a request. */
  public interface Model {
    /** The message's content; empty when this model has nothing to say, so that the next one is asked. */
    Optional<String> answer(JsonNode request);
  }

  /**
   * One whole answer.
   *
   * @param finishReason stop, length, content_filter, error
   * @param refusal set instead of the content when not empty
   */
  public record Completion(String content, String finishReason, String refusal) {
    public static Completion of(String content) {
      return new Completion(content, "stop", "");
    }

    /** Cut off by the length limit. */
    public static Completion cut(String content) {
      return new Completion(content, "length", "");
    }

    public static Completion refused(String why) {
      return new Completion("", "stop", why);
    }
  }

  /** Dollars for a million tokens of prompt. */
  private static final double PROMPT_PRICE = 2.5;

  private static final double COMPLETION_PRICE = 10.0;
  private static final int CHARACTERS_A_TOKEN = 4;

  private static final Set<String> OPENROUTER_ONLY =
      Set.of("models", "provider", "usage", "route", "transforms", "plugins");

  private final LoopbackServer server;
  private final Clock clock;
  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Queue<Completion> queued = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile Model model = request -> Optional.empty();
  private volatile boolean plainOpenAi;
  private volatile boolean listsPrices = true;
  private volatile boolean reportsCosts = true;
  private volatile boolean takesSchemas = true;
  private final DoubleAdder charged = new DoubleAdder();

  GatewaySandbox(Ledger ledger, Clock clock) {
    this.clock = clock;
    this.server = new LoopbackServer("gateway", ledger, clock, this::answer);
  }

  /** The root for OPENROUTER_BASE_URL. */
  public String url() {
    return server.url() + "/api/v1";
  }

  /** Paths read {@code POST /api/v1/chat/completions}. */
  public Faults faults() {
    return server.faults();
  }

  public void accept(String key) {
    keys.add(key);
  }

  public void revoke(String key) {
    keys.remove(key);
  }

  /** Asked when nothing is queued. */
  public void model(Model newModel) {
    model = newModel;
  }

  /** The next answers, before the model is asked. */
  public void queue(String... contents) {
    for (String content : contents) {
      queued.add(Completion.of(content));
    }
  }

  public void queue(Completion completion) {
    queued.add(completion);
  }

  /** Refuses OpenRouter's own fields, as api.openai.com does. */
  public void plainOpenAi() {
    plainOpenAi = true;
  }

  /** From now on there is no list of models. */
  public void withoutPrices() {
    listsPrices = false;
  }

  /** From now on an answer does not say what it cost. */
  public void withoutCosts() {
    reportsCosts = false;
  }

  /** From now on it knows no strict schemas, only JSON objects. */
  public void withoutSchemas() {
    takesSchemas = false;
  }

  /** What all completions cost, in dollars. */
  public double charged() {
    return charged.sum();
  }

  /** How often a completion was given, faults not counted. */
  public int calls() {
    return calls.get();
  }

  /** An error in OpenRouter's form: 400 401 402 403 408 429 502 503. */
  public static Fault error(int code, String message) {
    return Fault.status(
        code,
        Json.object("error", Json.object("code", code, "message", message)).toString());
  }

  /** 429 in OpenRouter's form. */
  public static Fault tooManyRequests(Duration retryAfter) {
    return Fault.answer(
        429,
        Map.of("Retry-After", Long.toString(retryAfter.toSeconds())),
        "{\"error\":{\"code\":429,\"message\":\"Rate limit exceeded\"}}");
  }

  /** Status 200 with an error inside: the model had begun. */
  public static Fault errorAfterStart(int code, String message) {
    return Fault.status(
        200, Json.object("error", Json.object("code", code, "message", message)).toString());
  }

  @Override
  public void close() {
    server.close();
  }

  private Answer answer(Request request) {
    boolean known = request.token().filter(keys::contains).isPresent();
    String route = request.line().replace("/api/v1", "");
    return switch (route) {
      case "POST /chat/completions" -> known ? completion(request) : unauthorised();
      case "GET /key" -> known ? key(request) : unauthorised();
      case "GET /models" -> models();
      default ->
        throw new LoopbackServer.Unexpected(
            "no such route in the sandbox", refused(501, "the sandbox does not know " + route));
    };
  }

  private static Answer refused(int status, String message) {
    return Answer.json(
        status, Json.object("error", Json.object("code", status, "message", message)));
  }

  private static Answer unauthorised() {
    return refused(401, "No auth credentials found");
  }

  private static Answer key(Request request) {
    String label = request.token().map(t -> t.substring(0, 12) + "...").orElse("");
    return Answer.ok(Json.object(
        "data",
        Json.object(
            "label",
            label,
            "limit",
            50,
            "usage",
            1.25,
            "limit_remaining",
            48.75,
            "is_free_tier",
            false,
            "rate_limit",
            Json.object("requests", 200, "interval", "10s"))));
  }

  private Answer models() {
    if (!listsPrices) {
      return refused(404, "no such route");
    }
    JsonNode data =
        List.of("openai/gpt-4o", "openai/gpt-4o-mini", "anthropic/claude-sonnet-4").stream()
            .map(id -> Json.object(
                "id",
                id,
                "name",
                id,
                "context_length",
                128_000,
                "pricing",
                Json.object(
                    "prompt", perToken(PROMPT_PRICE), "completion", perToken(COMPLETION_PRICE))))
            .collect(Json.toArray());
    return Answer.ok(Json.object("data", data));
  }

  private static String perToken(double perMillion) {
    return BigDecimal.valueOf(perMillion).movePointLeft(6).toPlainString();
  }

  private Answer completion(Request request) {
    JsonNode body = request.json();
    if (!takesSchemas && body.at("/response_format/type").asText().equals("json_schema")) {
      return refused(400, "This response_format type is unavailable now");
    }
    complaint(body).ifPresent(complaint -> {
      throw new LoopbackServer.Unexpected(complaint, refused(400, complaint));
    });
    Completion completion = Optional.ofNullable(queued.poll())
        .or(() -> model.answer(body).map(Completion::of))
        .orElseThrow(() -> new LoopbackServer.Unexpected(
            "the model was asked and no answer was set up", refused(502, "no answer set up")));
    calls.incrementAndGet();
    return Answer.ok(json(body, completion));
  }

  private ObjectNode json(JsonNode request, Completion completion) {
    int prompt = 0;
    for (JsonNode message : request.path("messages")) {
      prompt += message.path("content").asText().length() / CHARACTERS_A_TOKEN + 4;
    }
    int answer = completion.content().length() / CHARACTERS_A_TOKEN + 1;
    double cost = (prompt * PROMPT_PRICE + answer * COMPLETION_PRICE) / 1_000_000;
    charged.add(cost);
    boolean refusing = !completion.refusal().isEmpty();
    ObjectNode message = Json.object(
        "role", "assistant",
        "content", refusing ? Optional.empty() : Optional.of(completion.content()),
        "refusal", refusing ? Optional.of(completion.refusal()) : Optional.empty());
    ObjectNode choice = Json.object(
        "index",
        0,
        "finish_reason",
        completion.finishReason(),
        "native_finish_reason",
        completion.finishReason(),
        "message",
        message);
    ObjectNode usage = Json.object(
        "prompt_tokens", prompt, "completion_tokens", answer, "total_tokens", prompt + answer);
    if (reportsCosts) {
      usage.put("cost", cost);
    }
    return Json.object(
        "id", String.format(Locale.ROOT, "gen-%010d", calls.get()),
        "object", "chat.completion",
        "created", clock.instant().getEpochSecond(),
        "model", request.path("model").asText(),
        "provider", "Sandbox",
        "choices", Json.array(List.of(choice)),
        "usage", usage);
  }

  // ---- what a strict gateway refuses --------------------------------------------------------

  private Optional<String> complaint(JsonNode body) {
    if (body.path("model").asText().isBlank()) {
      return Optional.of("model is missing");
    }
    if (!body.path("messages").isArray() || body.path("messages").isEmpty()) {
      return Optional.of("messages are missing");
    }
    for (JsonNode message : body.path("messages")) {
      boolean role = Set.of("system", "user", "assistant", "developer")
          .contains(message.path("role").asText());
      if (!role || !message.path("content").isTextual()) {
        return Optional.of("a message needs a role and a content: " + message);
      }
    }
    if (body.path("max_tokens").asInt() <= 0) {
      return Optional.of("max_tokens is missing: a balance can then be too small for any request");
    }
    if (body.path("stream").asBoolean()) {
      return Optional.of("the sandbox does not stream");
    }
    Optional<String> foreign = OPENROUTER_ONLY.stream().filter(body::has).findFirst();
    if (plainOpenAi && foreign.isPresent()) {
      return Optional.of("Unrecognized request argument supplied: " + foreign.get());
    }
    return formatComplaint(body.path("response_format"));
  }

  private static Optional<String> formatComplaint(JsonNode format) {
    JsonNode schema = format.path("json_schema");
    if (format.path("type").asText().equals("json_object")) {
      return Optional.empty();
    }
    if (!format.path("type").asText().equals("json_schema")) {
      return Optional.of("response_format must be json_schema");
    }
    if (!schema.path("name").asText().equals("diagnosis")) {
      return Optional.of("the schema's name must be diagnosis");
    }
    if (!schema.path("strict").asBoolean()) {
      return Optional.of("the schema must be strict");
    }
    return strictComplaint(schema.path("schema"), "$");
  }

  /** Strict mode: every object closed, every property required. */
  private static Optional<String> strictComplaint(JsonNode schema, String at) {
    Queue<JsonNode> rest = new ArrayDeque<>(List.of(schema));
    if (!schema.path("type").asText().equals("object")) {
      return Optional.of(at + " must be an object");
    }
    while (!rest.isEmpty()) {
      JsonNode node = rest.remove();
      if (node.path("properties").isObject()) {
        Set<String> properties = new TreeSet<>();
        node.path("properties").fieldNames().forEachRemaining(properties::add);
        Set<String> required = new TreeSet<>();
        node.path("required").forEach(name -> required.add(name.asText()));
        if (!properties.equals(required)) {
          return Optional.of(
              "strict schemas require every property: " + properties + " / " + required);
        }
        if (node.path("additionalProperties").asBoolean(true)) {
          return Optional.of("strict schemas need additionalProperties: false");
        }
      }
      node.forEach(rest::add);
    }
    return Optional.empty();
  }
}
