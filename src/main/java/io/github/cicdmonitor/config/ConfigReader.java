package io.github.cicdmonitor.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.config.Config.AnalyzerSettings;
import io.github.cicdmonitor.config.Config.Approvers;
import io.github.cicdmonitor.config.Config.Channels;
import io.github.cicdmonitor.config.Config.GatewayOptions;
import io.github.cicdmonitor.config.Config.ModelPrice;
import io.github.cicdmonitor.config.Config.MonitoredRepository;
import io.github.cicdmonitor.config.Config.RemediationSettings;
import io.github.cicdmonitor.config.ObjectReader.Source;
import io.github.cicdmonitor.model.RepositoryName;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of {@code config.json}: their types, ranges and defaults (described for
 * users in {@code cicd-monitor-config(5)}).
 */
final class ConfigReader {
  /** What a repository is watched on when nothing is said. */
  static final BranchPattern DEFAULT_BRANCH = new BranchPattern("main");

  /** Where editors look for what is allowed; means nothing here. */
  private static final String SCHEMA = "$schema";

  static final int MOST_REPOSITORIES = 5_000;
  private static final int MOST_ENTRIES = 1_000;
  private static final double HOURS_OF_A_YEAR = 8_760;

  /** Whether messages go to Slack: then it must be said where. */
  enum Slack {
    IN_USE,
    NOT_SET_UP
  }

  private final Source source;
  private final Slack slack;

  ConfigReader(Source source, Slack slack) {
    this.source = source;
    this.slack = slack;
  }

  Config read(ObjectNode root) {
    Set<String> required = inOrder(
        "risk_threshold",
        "protected_repositories",
        "approval_timeout_hours",
        "polling_interval_minutes",
        "repositories");
    Set<String> others = inOrder(
        "slack_channels",
        "analyzer",
        "remediation",
        "approvers",
        "mentions",
        "retention_days",
        "ca_file",
        SCHEMA);
    ObjectReader keys = new ObjectReader(source, "$", root, required, others);
    keys.optionalText(SCHEMA, TextRule.FILE);
    double hours = keys.number("approval_timeout_hours", NumberRange.above(0, HOURS_OF_A_YEAR), 24);
    return new Config(
        keys.integer("risk_threshold", 0, 10, 5),
        keys.texts("protected_repositories", TextRule.REPOSITORY_PATTERN, MOST_ENTRIES).stream()
            .map(ConfigReader::pattern)
            .toList(),
        channels(keys),
        // Not shorter than the state's clock can tell apart.
        Duration.ofMillis(Math.max(1, Math.round(hours * Duration.ofHours(1).toMillis()))),
        Duration.ofMinutes(keys.integer("polling_interval_minutes", 1, 10_080, 5)),
        keys.list("repositories", MOST_REPOSITORIES, (at, value) -> repository(keys, at, value)),
        keys.object("analyzer", this::analyzer),
        keys.object("remediation", this::remediation),
        keys.object("approvers", this::approvers),
        keys.object("mentions", this::mentions),
        keys.integer("retention_days", 1, 36_500, 365),
        keys.textOrNull("ca_file", TextRule.FILE));
  }

  private static RepositoryPattern pattern(String text) {
    int slash = text.indexOf('/');
    return new RepositoryPattern(text.substring(0, slash), text.substring(slash + 1));
  }

  private Channels channels(ObjectReader root) {
    Set<String> names = NoticeChannel.keys();
    boolean needed = slack == Slack.IN_USE;
    if (needed && !root.has("slack_channels")) {
      source.refuse(
          root.path("slack_channels"),
          "",
          "is missing: SLACK_BOT_TOKEN is set, so it must say where to post");
    }
    return root.object("slack_channels", object -> {
      Set<String> required = needed && root.has("slack_channels") ? names : Set.of();
      ObjectReader keys =
          new ObjectReader(source, root.path("slack_channels"), object, required, names);
      Map<NoticeChannel, String> channels = new EnumMap<>(NoticeChannel.class);
      for (NoticeChannel channel : NoticeChannel.values()) {
        keys.optionalText(channel.key(), TextRule.CHANNEL)
            .ifPresent(name -> channels.put(channel, name));
      }
      return new Channels(channels);
    });
  }

  private Optional<MonitoredRepository> repository(ObjectReader root, String at, JsonNode value) {
    if (!value.isObject()) {
      source.refuse(at, value, "must be an object { \"owner\": …, \"name\": … }");
      return Optional.empty();
    }
    return root.objectOf(at, value, object -> {
      ObjectReader keys = new ObjectReader(
          source, at, object, inOrder("owner", "name"), inOrder("branch", "enabled"));
      Optional<String> owner = keys.optionalText("owner", TextRule.OWNER);
      Optional<String> name = keys.optionalText("name", TextRule.REPOSITORY);
      String branch = keys.text("branch", TextRule.BRANCH, DEFAULT_BRANCH.glob());
      boolean enabled = keys.bool("enabled", true);
      return owner.flatMap(o -> name.map(n ->
          new MonitoredRepository(new RepositoryName(o, n), new BranchPattern(branch), enabled)));
    });
  }

  private AnalyzerSettings analyzer(ObjectNode object) {
    ObjectReader keys = optional(
        "$.analyzer",
        object,
        "model",
        "fallback_models",
        "min_confidence",
        "max_input_tokens",
        "daily_budget_usd",
        "prices",
        "rules_file",
        "gateway",
        "allow_http");
    return new AnalyzerSettings(
        keys.text("model", TextRule.MODEL, "openai/gpt-4o"),
        keys.texts("fallback_models", TextRule.MODEL, 10),
        keys.number("min_confidence", NumberRange.from(0, 1), 0.7),
        keys.integer("max_input_tokens", 500, 200_000, 6_000),
        keys.number("daily_budget_usd", NumberRange.from(0, 100_000), 5.0),
        keys.object("prices", this::prices),
        keys.textOrNull("rules_file", TextRule.FILE),
        keys.object("gateway", this::gateway),
        keys.bool("allow_http", false));
  }

  private GatewayOptions gateway(ObjectNode object) {
    ObjectReader keys =
        optional("$.analyzer.gateway", object, "kind", "api_version", "zero_data_retention");
    return new GatewayOptions(
        keys.textOrNull("kind", TextRule.GATEWAY),
        keys.textOrNull("api_version", TextRule.API_VERSION),
        keys.bool("zero_data_retention", true));
  }

  private Map<String, ModelPrice> prices(ObjectNode object) {
    Map<String, ModelPrice> prices = new LinkedHashMap<>();
    Set<String> models = namesOf(object);
    ObjectReader keys = new ObjectReader(source, "$.analyzer.prices", object, Set.of(), models);
    for (String model : models) {
      if (!TextRule.MODEL.fits().test(model)) {
        source.refuse(keys.path(model), "", "the key must be " + TextRule.MODEL.words());
      }
      prices.put(model, keys.object(model, price -> {
        ObjectReader of =
            new ObjectReader(source, keys.path(model), price, inOrder("input", "output"), Set.of());
        return new ModelPrice(
            of.number("input", NumberRange.from(0, 100_000), 0),
            of.number("output", NumberRange.from(0, 100_000), 0));
      }));
    }
    return prices;
  }

  private RemediationSettings remediation(ObjectNode object) {
    ObjectReader keys = optional(
        "$.remediation",
        object,
        "max_open_pull_requests_per_repository",
        "max_reruns_per_run",
        "branch_prefix",
        "labels",
        "draft",
        "commands",
        "protected_paths",
        "outage_repositories");
    return new RemediationSettings(
        keys.integer("max_open_pull_requests_per_repository", 0, 100, 3),
        keys.integer("max_reruns_per_run", 0, 10, 1),
        keys.text("branch_prefix", TextRule.BRANCH_PREFIX, "cicd-monitor/"),
        keys.has("labels") ? keys.texts("labels", TextRule.LABEL, 20) : List.of("cicd-monitor"),
        keys.bool("draft", false),
        keys.list("commands", 100, (at, value) -> command(keys, at, value)),
        keys.texts("protected_paths", TextRule.PATH_GLOB, MOST_ENTRIES),
        keys.integer("outage_repositories", 2, 1_000, 3));
  }

  private Optional<List<String>> command(ObjectReader keys, String at, JsonNode value) {
    if (!value.isArray() || value.isEmpty()) {
      source.refuse(at, value, "must be a command as a list: [ \"program\", \"argument\", … ]");
      return Optional.empty();
    }
    List<String> argv = keys.elements(
        at,
        value,
        100,
        (each, argument) ->
            keys.text(each, argument, each.endsWith("[0]") ? TextRule.PROGRAM : TextRule.ARGUMENT));
    return Optional.of(argv);
  }

  private Approvers approvers(ObjectNode object) {
    ObjectReader keys = optional(
        "$.approvers",
        object,
        "slack_user_ids",
        "approve_reaction",
        "reject_reaction",
        "github_logins",
        "require_identity");
    Approvers approvers = new Approvers(
        keys.texts("slack_user_ids", TextRule.SLACK_USER, MOST_ENTRIES),
        keys.text("approve_reaction", TextRule.REACTION, "white_check_mark"),
        keys.text("reject_reaction", TextRule.REACTION, "x"),
        keys.texts("github_logins", TextRule.LOGIN, MOST_ENTRIES),
        keys.bool("require_identity", false));
    if (approvers.approveReaction().equals(approvers.rejectReaction())) {
      source.refuse(
          keys.path("reject_reaction"),
          Mistakes.quoted(approvers.rejectReaction()),
          "must differ from approve_reaction");
    }
    return approvers;
  }

  private Map<String, String> mentions(ObjectNode object) {
    Map<String, String> mentions = new LinkedHashMap<>();
    ObjectReader keys = new ObjectReader(source, "$.mentions", object, Set.of(), namesOf(object));
    for (String login : namesOf(object)) {
      if (!TextRule.LOGIN.fits().test(login)) {
        source.refuse(keys.path(login), "", "the key must be " + TextRule.LOGIN.words());
      }
      keys.optionalText(login, TextRule.SLACK_USER).ifPresent(id -> mentions.put(login, id));
    }
    return mentions;
  }

  /** An object that may lack each of its keys. */
  private ObjectReader optional(String path, ObjectNode object, String... keys) {
    return new ObjectReader(source, path, object, Set.of(), inOrder(keys));
  }

  private static Set<String> namesOf(ObjectNode object) {
    Set<String> names = new LinkedHashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** A set that keeps the order of the documentation, for messages that list its keys. */
  private static Set<String> inOrder(String... keys) {
    return new LinkedHashSet<>(List.of(keys));
  }
}
