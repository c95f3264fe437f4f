package io.github.cicdmonitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigMistakesTest {
  @TempDir
  Path folder;

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
          risk_threshold | -1 | $.risk_threshold: -1: must be an integer from 0 to 10
          risk_threshold | 11 | $.risk_threshold: 11: must be an integer from 0 to 10
          risk_threshold | 5.5 | $.risk_threshold: 5.5: must be an integer from 0 to 10
          risk_threshold | "high" | $.risk_threshold: "high": must be an integer from 0 to 10
          risk_threshold | "" | $.risk_threshold: "": must be an integer from 0 to 10
          risk_threshold | null | $.risk_threshold: null: must be an integer from 0 to 10
          risk_threshold | NaN | $.risk_threshold: NaN: must be an integer from 0 to 10
          risk_threshold | 99999999999 | $.risk_threshold: 99999999999: must be an integer from 0 to 10
          risk_threshold | true | $.risk_threshold: true: must be an integer from 0 to 10
          approval_timeout_hours | 0 | $.approval_timeout_hours: 0: must be a number above 0, at most 8760
          approval_timeout_hours | NaN | $.approval_timeout_hours: NaN: must be a number above 0, at most 8760
          approval_timeout_hours | Infinity | $.approval_timeout_hours: Infinity: must be a number above 0, at most 8760
          polling_interval_minutes | 0 | $.polling_interval_minutes: 0: must be an integer from 1 to 10080
          retention_days | 0 | $.retention_days: 0: must be an integer from 1 to 36500
          protected_repositories | ["a/b/c"] | $.protected_repositories[0]: "a/b/c": must be owner/name or owner/*
          protected_repositories | "a/b" | $.protected_repositories: "a/b": must be a list [ … ] of at most 1000
          repositories | [{"owner": "own er", "name": "x"}] | $.repositories[0].owner: "own er": must be the owner's login on GitHub (letters, digits, -; at most 39)
          repositories | [{"owner": "..", "name": "x"}] | $.repositories[0].owner: "..": must be the owner's login on GitHub (letters, digits, -; at most 39)
          repositories | [{"owner": "a", "name": ".."}] | $.repositories[0].name: "..": must be the repository's name without its owner (letters, digits, . _ -; at most 100)
          repositories | ["a/b"] | $.repositories[0]: "a/b": must be an object { "owner": …, "name": … }
          repositories | [{"owner": "a"}] | $.repositories[0].name: is missing
          repositories | [{"owner": "a", "name": "b", "branch": "refs/heads/x"}] | $.repositories[0].branch: "refs/heads/x": must be a branch name or a glob such as release/* (without refs/heads/)
          repositories | [{"owner": "a", "name": "b", "enabled": "yes"}] | $.repositories[0].enabled: "yes": must be true or false
          repositories | [{"owner": "a", "name": "b", "brunch": "x"}] | $.repositories[0].brunch: "x": unknown key: did you mean "branch"?
          risk_treshold | 5 | $.risk_treshold: 5: unknown key: did you mean "risk_threshold"?
          analyzer | [] | $.analyzer: []: must be an object { … }
          analyzer | {"max_input_tokens": "abc"} | $.analyzer.max_input_tokens: "abc": must be an integer from 500 to 200000
          analyzer | {"min_confidence": 1.01} | $.analyzer.min_confidence: 1.01: must be a number from 0 to 1
          analyzer | {"daily_budget_usd": -0.5} | $.analyzer.daily_budget_usd: -0.5: must be a number from 0 to 100000
          analyzer | {"model": ""} | $.analyzer.model: "": must be a model's name such as openai/gpt-4o
          remediation | {"branch_prefix": "../"} | $.remediation.branch_prefix: "../": must be the beginning of a branch name, ending in / or -, such as cicd-monitor/
          remediation | {"branch_prefix": ""} | $.remediation.branch_prefix: "": must be the beginning of a branch name, ending in / or -, such as cicd-monitor/
          remediation | {"branch_prefix": "refs/heads/"} | $.remediation.branch_prefix: "refs/heads/": must be the beginning of a branch name, ending in / or -, such as cicd-monitor/
          remediation | {"outage_repositories": 1} | $.remediation.outage_repositories: 1: must be an integer from 2 to 1000
          remediation | {"labels": ["a", "a"]} | $.remediation.labels: names the same thing twice
          remediation | {"labels": [" a"]} | $.remediation.labels[0]: " a": must be a label of 1 to 50 characters
          remediation | {"commands": ["npm ci"]} | $.remediation.commands[0]: "npm ci": must be a command as a list: [ "program", "argument", … ]
          remediation | {"commands": [[]]} | $.remediation.commands[0]: []: must be a command as a list: [ "program", "argument", … ]
          remediation | {"commands": [["*", "x"]]} | $.remediation.commands[0][0]: "*": must be a program's name or path, not an option and not *
          remediation | {"protected_paths": ["../x"]} | $.remediation.protected_paths[0]: "../x": must be a glob below the repository's root, such as infra/** or **/*.tf
          approvers | {"approve_reaction": ":x:"} | $.approvers.approve_reaction: ":x:": must be the name of a reaction without colons, such as white_check_mark
          approvers | {"approve_reaction": "x"} | $.approvers.reject_reaction: "x": must differ from approve_reaction
          approvers | {"slack_user_ids": ["@bob"]} | $.approvers.slack_user_ids[0]: "@bob": must be a Slack member id such as U0123456789
          mentions | {"octocat": "bob"} | $.mentions.octocat: "bob": must be a Slack member id such as U0123456789
          """)
  void a_mistake_is_named_with_path_value_and_what_is_allowed(
      String key, String json, String expected) {
    List<String> lines = Sample.mistakes(folder, Sample.with(key, json), Map.of());

    assertThat(lines).hasSize(1);
    assertThat(lines.get(0).replaceAll(" \\(line \\d+\\)$", ""))
        .isEqualTo("cicd-monitor: config.json: " + expected);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          {"risk_threshold": 05}       | line 1 column 21: $.risk_threshold: is not JSON: a number must not begin with 0, as in 05
          {"risk_threshold": 5,}       | line 1 column 22: $.risk_threshold: is not JSON:
          {"a": 1 // note}             | line 1 column 9: $.a: is not JSON: comments are not allowed
          {"a": 1                      | is not JSON
          {} {}                        | something follows after the end of $
          []                           | $: must be an object { … }
          {'a': 1}                     | line 1 column 2: $: is not JSON
          """)
  void a_syntax_error_is_named_with_line_column_and_key(String text, String expected) {
    List<String> lines = Sample.mistakes(folder, text, Map.of());

    assertThat(lines).anyMatch(line -> line.contains(expected));
  }

  @Test
  void all_mistakes_are_told_at_once_in_the_order_of_the_documentation() {
    String text = """
        { "risk_threshold": 11, "approval_timeout_hours": "x",
          "repositories": [], "colour": 1, "analyzer": { "model": 7 } }
        """;
    Map<String, String> variables = Map.of("LOG_LEVEL", "LOUD", "SLACK_BOT_TOKEN", "xoxb-1");

    assertThat(Sample.mistakes(folder, text, variables))
        .containsExactly(
            "cicd-monitor: LOG_LEVEL: \"LOUD\": must be one of ERROR, WARN, INFO, DEBUG, TRACE",
            "cicd-monitor: config.json: $.colour: 1: unknown key: must be one of risk_threshold,"
                + " protected_repositories, approval_timeout_hours, polling_interval_minutes,"
                + " repositories, slack_channels, analyzer, remediation, approvers, mentions,"
                + " retention_days, ca_file, $schema (line 2)",
            "cicd-monitor: config.json: $.protected_repositories: is missing",
            "cicd-monitor: config.json: $.polling_interval_minutes: is missing",
            "cicd-monitor: config.json: $.approval_timeout_hours: \"x\": must be a number above 0,"
                + " at most 8760 (line 1)",
            "cicd-monitor: config.json: $.risk_threshold: 11: must be an integer from 0 to 10"
                + " (line 1)",
            "cicd-monitor: config.json: $.slack_channels: is missing: SLACK_BOT_TOKEN"
                + " is set, so it must say where to post",
            "cicd-monitor: config.json: $.analyzer.model: 7: must be a model's name such as"
                + " openai/gpt-4o (line 2)");
  }

  @Test
  void the_value_of_an_unknown_key_is_shown_unless_its_name_says_secret() {
    assertThat(Sample.mistakes(folder, Sample.with("slack_token", "\"hunter2\""), Map.of()))
        .singleElement()
        .asString()
        .contains("$.slack_token: unknown key")
        .doesNotContain("hunter2");
    assertThat(Sample.mistakes(folder, Sample.with("colour", "\"red\""), Map.of()))
        .singleElement()
        .asString()
        .contains("$.colour: \"red\": unknown key");
  }

  @Test
  void a_key_written_twice_is_named_with_both_lines() {
    String text = Sample.MINIMAL.replace("[],", "[],\n\"risk_threshold\": 6,");

    assertThat(Sample.mistakes(folder, text, Map.of()))
        .containsExactly(
            "cicd-monitor: config.json: $.risk_threshold: is written twice (lines 2 and 4): keep"
                + " one");
  }

  @Test
  void channels_are_needed_only_where_slack_is_set_up() {
    String text = Sample.with("slack_channels", "{\"alerts\": \"#a\"}");

    assertThat(Sample.mistakes(folder, text, Map.of())).isEmpty();
    assertThat(Sample.mistakes(folder, text, Map.of("SLACK_BOT_TOKEN", ""))).isEmpty();
    assertThat(Sample.mistakes(folder, text, Map.of("SLACK_BOT_TOKEN", "xoxb-1-a")))
        .hasSize(2)
        .allMatch(
            line -> line.matches(".*[$]\\.slack_channels\\.(approvals|critical): is missing"));
  }

  @Test
  void repositories_that_differ_in_case_only_are_one_and_a_note_says_so() {
    String text = Sample.with(
        "repositories",
        "[{\"owner\": \"acme\", \"name\": \"shop\"}, {\"owner\": \"ACME\", \"name\": \"Shop\"}]");

    Settings settings = Sample.load(folder, text, Map.of());

    assertThat(settings.config().repositories()).hasSize(1);
    assertThat(settings.notes())
        .containsExactly(
            "config.json: $.repositories names acme/shop more than once: taken as one");
  }

  @Test
  void a_watched_branch_that_would_count_as_the_programs_own_is_refused() {
    String text = Sample.with("remediation", "{\"branch_prefix\": \"main-\"}")
        .replace("\"shop\"", "\"shop\", \"branch\": \"main-line\"");

    assertThat(Sample.mistakes(folder, text, Map.of()))
        .singleElement()
        .asString()
        .contains("$.remediation.branch_prefix: \"main-\": must not begin the branch");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ghp_0123456789abcdef", "sk-or-v1-0123", "xoxb-12-ab", "https://a:b@c/"})
  void a_secret_in_the_wrong_place_is_not_shown(String secret) {
    String text = Sample.with(
            "analyzer", "{\"model\": \"" + secret + " x\", \"" + secret + "\": 1}")
        .replace("24", "\"" + secret + "\"");

    assertThat(Sample.mistakes(folder, text, Map.of()))
        .hasSize(3)
        .noneMatch(line -> line.contains(secret) || line.contains("0123"));
    assertThat(Sample.mistakes(folder, "{\"a\": " + secret + "}", Map.of()))
        .hasSize(1)
        .noneMatch(line -> line.contains(secret) || line.contains("0123"));
  }

  @Test
  void a_value_is_shown_cut_and_without_control_characters() {
    String text = Sample.with("risk_threshold", "\"\\u001b[31m\\n" + "a".repeat(500) + "\"");

    assertThat(Sample.mistakes(folder, text, Map.of()))
        .singleElement()
        .asString()
        .contains("\\u001b[31m\\u000aaaa", "…\": must be")
        .doesNotContain("\u001b")
        .hasSizeLessThan(200);
  }

  @Test
  void a_byte_order_mark_and_tabs_do_no_harm() {
    String text = "\uFEFF" + Sample.MINIMAL.replace("  ", "\t");

    assertThat(Sample.load(folder, text, Map.of()).config().riskThreshold()).isEqualTo(5);
  }

  @Test
  void what_is_not_said_has_the_documented_default() {
    Config config = Sample.load(folder, Sample.MINIMAL, Map.of()).config();

    assertThat(config.analyzer())
        .isEqualTo(new Config.AnalyzerSettings(
            "openai/gpt-4o",
            List.of(),
            0.7,
            6000,
            5.0,
            Map.of(),
            Optional.empty(),
            new Config.GatewayOptions(Optional.empty(), Optional.empty(), true),
            false));
    assertThat(config.remediation())
        .isEqualTo(new Config.RemediationSettings(
            3, 1, "cicd-monitor/", List.of("cicd-monitor"), false, List.of(), List.of(), 3));
    assertThat(config.approvers())
        .isEqualTo(new Config.Approvers(List.of(), "white_check_mark", "x", List.of(), false));
    assertThat(config.retentionDays()).isEqualTo(365);
    assertThat(config.repositories().get(0).branch()).isEqualTo(new BranchPattern("main"));
  }
}
