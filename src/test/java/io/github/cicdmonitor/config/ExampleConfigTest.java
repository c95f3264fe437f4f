package io.github.cicdmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cicdmonitor.model.RepositoryName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ExampleConfigTest {
  private static final Path EXAMPLE = Path.of("config.json.example");

  @Test
  void the_example_is_taken_as_it_stands_even_with_slack_in_use() {
    Settings settings = ConfigLoader.load(EXAMPLE, Map.of("SLACK_BOT_TOKEN", "xoxb-1-a"));

    assertThat(settings.notes()).isEmpty();
    assertThat(settings.config().approvalTimeout()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.config().enabledRepositories())
        .extracting(Config.MonitoredRepository::name)
        .containsExactly(new RepositoryName("example-org", "shop"));
    assertThat(settings.config().isProtected(new RepositoryName("Example-Org", "PAYMENTS")))
        .isTrue();
  }

  @Test
  void the_example_allows_nothing_that_the_defaults_do_not() throws Exception {
    Config example = ConfigLoader.load(EXAMPLE, Map.of()).config();

    assertThat(example.remediation().commands()).isEmpty();
    assertThat(example.approvers())
        .isEqualTo(new Config.Approvers(List.of(), "white_check_mark", "x", List.of(), false));
    assertThat(example.mentions()).isEmpty();
  }

  /** A key that is only in the code, or only in the example, shows here. */
  @Test
  void the_example_has_every_key_there_is() throws Exception {
    JsonNode example = Sample.JSON.readTree(EXAMPLE.toFile());

    assertThat(keys(example))
        .containsExactly(
            "analyzer",
            "approval_timeout_hours",
            "approvers",
            "ca_file",
            "mentions",
            "polling_interval_minutes",
            "protected_repositories",
            "remediation",
            "repositories",
            "retention_days",
            "risk_threshold",
            "slack_channels");
    assertThat(keys(example.get("analyzer"))).hasSize(components(Config.AnalyzerSettings.class));
    assertThat(keys(example.at("/analyzer/gateway")))
        .hasSize(components(Config.GatewayOptions.class));
    assertThat(keys(example.get("remediation")))
        .hasSize(components(Config.RemediationSettings.class));
    assertThat(keys(example.get("approvers"))).hasSize(components(Config.Approvers.class));
    assertThat(keys(example.get("slack_channels"))).hasSize(NoticeChannel.values().length);
    assertThat(keys(example)).hasSize(components(Config.class));
  }

  private static int components(Class<? extends Record> type) {
    return type.getRecordComponents().length;
  }

  private static NavigableSet<String> keys(JsonNode object) {
    TreeSet<String> keys = new TreeSet<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
