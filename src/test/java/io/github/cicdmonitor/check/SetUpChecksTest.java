package io.github.cicdmonitor.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.cicdmonitor.cli.JsonOutput;
import io.github.cicdmonitor.config.ConfigLoader;
import io.github.cicdmonitor.config.ConfigSources;
import io.github.cicdmonitor.config.DatabaseLocation;
import io.github.cicdmonitor.config.Settings;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.model.RepositoryName;
import io.github.cicdmonitor.store.StateFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SetUpChecksTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @TempDir
  Path folder;

  @Test
  void a_set_up_that_holds_is_one_line_a_check() throws IOException {
    try (StateFixture state = StateFixture.in(folder, NOW)) {
      state.tick("scan", NOW.minusSeconds(840), 0);
      state.tick("analyze", NOW.minusSeconds(820), 1);
    }

    CheckReport report = check(new World());

    assertThat(report.text().replace(folder.toString(), "/x")).isEqualTo("""
        ✓ config file       /x/config.json: 1 repository
        ✓ environment       credentials for GitHub, OpenRouter, Slack; no .env file was read
        ✓ database          /x/state.db: writable, whole, schema version 7
        ✓ GitHub            token good, 4,990 requests left
        ✓ clock             as GitHub's
        ✓ GitHub acme/shop  all permissions
        ✓ OpenRouter        key taken
        ✓ Slack             bot @cicd
        ✓ Slack #alerts     member
        ✓ Slack #approvals  member
        ✓ last scan         14 minutes ago
        ✓ last analyze      13 minutes ago, ended with exit code 1
        """);
    assertThat(report.holds()).isTrue();
  }

  @Test
  void before_the_first_scan_everything_can_hold() throws IOException {
    CheckReport report = check(new World());

    assertThat(report.holds()).isTrue();
    assertThat(report.text()).contains("the first scan creates it", "none yet");
    assertThat(folder.resolve("state.db")).doesNotExist();
  }

  @Test
  void a_scan_older_than_three_polling_intervals_does_not_hold() throws IOException {
    try (StateFixture state = StateFixture.in(folder, NOW)) {
      state.tick("scan", NOW.minusSeconds(901), 0);
    }

    CheckReport report = check(new World());

    assertThat(report.holds()).isFalse();
    assertThat(lastScan(report).ok()).isFalse();
    assertThat(lastScan(report).detail())
        .isEqualTo("15 minutes ago: none ended well within 3 polling intervals (15 minutes)");
  }

  @Test
  void scans_that_end_badly_do_not_count_as_well() throws IOException {
    try (StateFixture state = StateFixture.in(folder, NOW)) {
      state.tick("scan", NOW.minusSeconds(3600), 0);
      state.tick("scan", NOW.minusSeconds(60), 4);
      state.tick("analyze", NOW.minusSeconds(60), 5);
    }

    CheckReport report = check(new World());

    assertThat(lastScan(report).ok()).isFalse();
    assertThat(lastScan(report).detail())
        .startsWith("1 minute ago, ended with exit code 4, the last good one 60 minutes ago");
    assertThat(report.text()).contains("✗ last analyze", "none was good");
  }

  @Test
  void what_holds_and_has_something_to_do_is_a_warning() throws IOException {
    World world = new World();
    world.commands =
        new CheckedServices.Finding(true, "npm is there; not isolated", "Install bubblewrap");

    CheckReport report = check(world, "[[\"npm\", \"install\"]]");

    assertThat(report.text()).contains("! commands", "not isolated. Install bubblewrap");
    assertThat(report.holds()).isTrue();
    assertThat(report.failing().results()).isEmpty();
  }

  @Test
  void a_state_file_that_others_may_read_does_not_hold() throws IOException {
    try (StateFixture state = StateFixture.in(folder, NOW)) {
      state.tick("scan", NOW, 0);
    }
    Files.setPosixFilePermissions(
        folder.resolve("state.db"), PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(check(new World()).text()).contains("✗ database", "rw-r--r--", "chmod 600");
  }

  @Test
  void offline_nobody_is_asked() throws IOException {
    World world = new World();
    world.reach = NetworkUse.OFFLINE;

    CheckReport report = SetUpChecks.check(
        settings("[]"),
        StateFacts.of(new DatabaseLocation(folder.resolve("state.db")), CLOCK),
        world,
        NOW);

    assertThat(world.asked).isEmpty();
    assertThat(report.text()).contains("(not asked)", "key looks right");
    assertThat(report.holds()).isTrue();
  }

  @Test
  void one_broken_service_hides_no_other() throws IOException {
    World world = new World();
    world.gitHubAnswers = false;

    CheckReport report = check(world);

    assertThat(report.text())
        .contains("✗ GitHub ", "could not ask GitHub: it does not answer. Run again later")
        .contains("✓ Slack #alerts", "✓ last scan");
    assertThat(report.holds()).isFalse();
  }

  @Test
  void without_slack_and_model_it_still_holds_and_without_github_it_does_not() throws IOException {
    World world = new World();
    world.setUp = new CheckedServices.SetUp(false, false, false);

    CheckReport report = check(world);

    assertThat(report.results().stream().filter(result -> !result.ok()).map(CheckResult::name))
        .containsExactly("environment", "GitHub");
    assertThat(world.asked).isEmpty();
  }

  @Test
  void a_damaged_state_file_is_named_with_what_to_do() throws IOException {
    Files.writeString(folder.resolve("state.db"), "this was a state file once, was it not?");

    CheckResult database = check(new World()).results().get(2);

    assertThat(database.ok()).isFalse();
    assertThat(database.detail()).contains("state.db");
    assertThat(database.hint()).isNotEmpty();
  }

  @Test
  void a_refused_configuration_is_told_with_its_mistakes() {
    CheckReport report =
        SetUpChecks.refused("config.json", List.of("$.risk_threshold: 11", "$.x: ?"));

    assertThat(report.holds()).isFalse();
    assertThat(report.text()).startsWith("✗ config file").contains("11; $.x");
  }

  @Test
  void json_has_the_fields_that_are_promised_and_text_steers_nothing() {
    CheckReport report = new CheckReport(
        List.of(new CheckResult("Slack \u001b[2J#x", false, "no\nsuch channel", "Invite it")));

    assertThat(report.text()).isEqualTo("✗ Slack \\x1b[2J#x  no\\nsuch channel. Invite it\n");
    assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema("""
                {"type":"object","required":["checks"],"additionalProperties":false,"properties":
                {"checks":{"type":"array","items":{"type":"object","additionalProperties":false,
                "required":["name","ok","warning","detail","hint"],"properties":{
                "name":{"type":"string"},"warning":{"type":"boolean"},
                "ok":{"type":"boolean"},"detail":{"type":"string"},"hint":{"type":"string"}}}}}}""", InputFormat.JSON)
            .validate(JsonOutput.document(report.json()), InputFormat.JSON))
        .isEmpty();
  }

  private static CheckResult lastScan(CheckReport report) {
    return report.results().stream()
        .filter(result -> result.name().equals("last scan"))
        .findFirst()
        .orElseThrow();
  }

  private CheckReport check(World world) throws IOException {
    return check(world, "[]");
  }

  private CheckReport check(World world, String commands) throws IOException {
    Settings settings = settings(commands);
    StateFacts state = StateFacts.of(settings.environment().database(), CLOCK);
    return SetUpChecks.check(settings, state, world, NOW);
  }

  private Settings settings(String commands) throws IOException {
    Files.writeString(folder.resolve("config.json"), """
        {"risk_threshold":5,"protected_repositories":[],"slack_channels":{"alerts":"#alerts",
        "approvals":"#approvals","critical":"#alerts"},"approval_timeout_hours":24,
        "polling_interval_minutes":5,"repositories":[
        {"owner":"acme","name":"shop","branch":"main","enabled":true},
        {"owner":"acme","name":"off","branch":"main","enabled":false}],
        "remediation":{"commands":%s}}""".formatted(commands));
    return ConfigLoader.load(
        ConfigSources.of(folder, Map.of("DATABASE_URL", "sqlite:///state.db")));
  }

  /** Services that answer well, unless told otherwise. */
  private static final class World implements CheckedServices {
    private final List<String> asked = new ArrayList<>();
    private NetworkUse reach = NetworkUse.ONLINE;
    private boolean gitHubAnswers = true;
    private SetUp setUp = new SetUp(true, true, true);
    private Finding commands = good("npm is ready");

    @Override
    public NetworkUse reach() {
      return reach;
    }

    @Override
    public Finding gitHubToken() {
      if (!gitHubAnswers) {
        throw MonitorException.of(
            MonitorException.Kind.UNAVAILABLE,
            "could not ask GitHub",
            "it does not answer",
            "Run again later");
      }
      return good("token good, 4,990 requests left");
    }

    @Override
    public Finding repository(RepositoryName repository) {
      asked.add(repository.toString());
      return good("all permissions");
    }

    @Override
    public Finding languageModel() {
      boolean offline = reach == NetworkUse.OFFLINE;
      asked.addAll(offline ? List.of() : List.of("model"));
      return good(offline ? "key looks right" : "key taken");
    }

    @Override
    public Finding clock() {
      asked.add("clock");
      return good("as GitHub's");
    }

    @Override
    public Finding slack() {
      asked.add("Slack");
      return good("bot @cicd");
    }

    @Override
    public Finding channel(String channel) {
      asked.add(channel);
      return good("member");
    }

    @Override
    public Finding commands(List<List<String>> commands) {
      return this.commands;
    }

    @Override
    public SetUp setUp() {
      return setUp;
    }

    private Finding good(String detail) {
      return new Finding(true, detail, "");
    }
  }
}
