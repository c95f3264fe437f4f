package io.github.cicdmonitor.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.cicdmonitor.check.CheckedServices.Finding;
import io.github.cicdmonitor.error.MonitorException;
import io.github.cicdmonitor.error.MonitorException.Kind;
import io.github.cicdmonitor.error.UnknownFate;
import io.github.cicdmonitor.notify.Notifier;
import io.github.cicdmonitor.notify.Notifier.Fate;
import io.github.cicdmonitor.notify.Notifier.Lookup;
import io.github.cicdmonitor.notify.Notifier.Message;
import io.github.cicdmonitor.notify.Notifier.Posted;
import io.github.cicdmonitor.remote.Loopback;
import io.github.cicdmonitor.remote.Loopback.Told;
import io.github.cicdmonitor.remote.SlowClock;
import io.github.cicdmonitor.remote.Transport;
import io.github.cicdmonitor.remote.WaitBudget;
import io.github.cicdmonitor.scan.ReactionSource.Reaction;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SlackNotifierTest {
  private static final String TOKEN = "xoxb-sample-sample-sample";
  private static final String POST = "POST /api/chat.postMessage";
  private static final String HISTORY = "POST /api/conversations.history";
  private static final String AUTH = "POST /api/auth.test";
  private static final String WHO =
      "{\"ok\":true,\"bot_id\":\"B0MONITOR\",\"user_id\":\"U0MONITOR\"}";
  private static final String POSTED = "{\"ok\":true,\"channel\":\"C0123456\",\"ts\":\"17.01\"}";
  private static final Message MESSAGE =
      new Message("#alerts", "key-1", "it broke", "[{\"type\":\"divider\"}]", Optional.empty());

  private final Loopback slack = new Loopback();
  private final Transport transport = new Transport();
  private final SlowClock clock = new SlowClock();
  private final SlackCalls calls = new SlackCalls(
      new SlackSettings(TOKEN, slack.url() + "/api"),
      transport,
      new WaitBudget(Duration.ofSeconds(60), clock, clock));
  private final SlackNotifier notifier = new SlackNotifier(calls);

  @AfterEach
  void close() {
    transport.close();
    slack.close();
  }

  @Test
  void a_notice_is_posted_once_with_its_key_and_without_anything_slack_might_expand() {
    slack.on(POST, Told.of(200, POSTED));

    assertThat(notifier.post(MESSAGE)).isEqualTo(new Posted("C0123456", "17.01"));

    Map<String, String> form = form(0);
    assertThat(slack.seen()).hasSize(1);
    assertThat(slack.seen().get(0).header("authorization")).isEqualTo("Bearer " + TOKEN);
    assertThat(form)
        .containsEntry("channel", "#alerts")
        .containsEntry("text", "it broke")
        .containsEntry("blocks", "[{\"type\":\"divider\"}]")
        .containsEntry("link_names", "0")
        .containsEntry("parse", "none")
        .containsEntry("unfurl_links", "0")
        .containsEntry("unfurl_media", "0")
        .doesNotContainKey("thread_ts");
    assertThat(form.get("metadata"))
        .contains("\"event_type\":\"cicd_monitor\"")
        .contains("\"key\":\"key-1\"");
  }

  @Test
  void messages_to_one_channel_are_a_second_apart() {
    slack.on(POST, Told.of(200, POSTED));

    notifier.post(MESSAGE);
    notifier.post(MESSAGE);
    notifier.post(new Message("#other", "k", "t", "[]", Optional.empty()));

    assertThat(clock.slept()).containsExactly(Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @CsvSource({
    "invalid_auth,TOKEN,SLACK_BOT_TOKEN",
    "token_revoked,TOKEN,SLACK_BOT_TOKEN",
    "account_inactive,TOKEN,SLACK_BOT_TOKEN",
    "missing_scope,CREDENTIALS,chat:write",
    "not_in_channel,NO,/invite @name in #alerts",
    "channel_not_found,NO,#alerts",
    "is_archived,NO,#alerts",
    "invalid_arguments,NO,invalid_arguments",
    "a_new_word,NO,a_new_word"
  })
  @DisplayName(
      "X-124: a refusal, also of a kind that nobody knows, is a failure that says what to do")
  void a_refusal_is_told_by_kind_with_what_to_do(String word, Kind kind, String words) {
    slack.on(
        POST, Told.of(200, "{\"ok\":false,\"error\":\"" + word + "\",\"needed\":\"chat:write\"}"));

    MonitorException e = failure(() -> notifier.post(MESSAGE));

    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.getMessage()).contains(words).doesNotContain(TOKEN);
    assertThat(e.getCause() instanceof UnknownFate).isFalse();
    assertThat(slack.seen()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"msg_too_long", "invalid_blocks", "msg_blocks_too_long"})
  @DisplayName("X-126: blocks that Slack does not take are left out")
  void blocks_that_slack_does_not_take_are_left_out(String word) {
    slack.on(POST, Told.of(200, "{\"ok\":false,\"error\":\"" + word + "\"}"), Told.of(200, POSTED));

    assertThat(notifier.post(MESSAGE)).isEqualTo(new Posted("C0123456", "17.01"));

    assertThat(slack.seen()).hasSize(2);
    assertThat(form(0)).containsKey("blocks");
    assertThat(form(1)).doesNotContainKey("blocks").containsEntry("text", "it broke");
    assertThat(form(1).get("metadata")).contains("\"key\":\"key-1\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 0})
  void a_post_without_a_clear_answer_has_an_unknown_fate_and_is_sent_once(int status) {
    slack.on(POST, Told.of(status, "oops"));

    MonitorException e = failure(() -> notifier.post(MESSAGE));

    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e).hasCauseInstanceOf(UnknownFate.class);
    assertThat(slack.seen()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "{\"ok\":true}", "{\"ok\":", "7"})
  void an_answer_that_makes_no_sense_has_an_unknown_fate(String body) {
    slack.on(POST, Told.of(200, body));

    MonitorException e = failure(() -> notifier.post(MESSAGE));

    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e).hasCauseInstanceOf(UnknownFate.class);
    assertThat(slack.seen()).hasSize(1);
  }

  @Test
  void a_limit_is_waited_for_and_then_the_message_is_sent_again() {
    slack.on(
        POST,
        Told.of(429, "{\"ok\":false,\"error\":\"ratelimited\"}", "Retry-After", "5"),
        Told.of(200, POSTED));

    notifier.post(MESSAGE);

    assertThat(clock.slept()).containsExactly(Duration.ofSeconds(5));
    assertThat(slack.seen()).hasSize(2);
  }

  @Test
  void a_limit_beyond_the_budget_is_unavailable_and_known_not_sent() {
    slack.on(POST, Told.of(429, "", "Retry-After", "900"));

    MonitorException e = failure(() -> notifier.post(MESSAGE));

    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e.getCause() instanceof UnknownFate).isFalse();
  }

  @Test
  void a_message_is_found_by_its_key_on_a_later_page() {
    slack
        .on(AUTH, Told.of(200, WHO))
        .on(
            HISTORY,
            Told.of(
                200,
                "{\"ok\":true,\"messages\":[{\"ts\":\"1\",\"text\":\"x\"},"
                    + message("2", "other", 0)
                    + "],\"response_metadata\":{\"next_cursor\":\"c2\"}}"),
            Told.of(200, "{\"ok\":true,\"messages\":[" + message("3", "key-1", 0) + "]}"));

    Lookup lookup = notifier.find("C0123456", "key-1", Instant.parse("2026-11-22T12:00:00Z"));

    assertThat(lookup).isEqualTo(new Lookup(Fate.FOUND, Optional.of(new Posted("C0123456", "3"))));
    assertThat(form(0)).containsEntry("include_all_metadata", "1");
    assertThat(Long.parseLong(form(0).get("oldest")))
        .isLessThan(Instant.parse("2026-11-22T12:00:00Z").getEpochSecond());
    assertThat(form(2)).containsEntry("cursor", "c2"); // after whose the messages are
  }

  @Test
  void what_another_app_posted_under_our_key_is_not_ours() {
    slack
        .on(AUTH, Told.of(200, WHO))
        .on(
            HISTORY,
            Told.of(
                200,
                "{\"ok\":true,\"messages\":["
                    + message("3", "key-1", 0).replace("B0MONITOR", "B0STRANGER") + "]}"));

    assertThat(notifier.find("C0123456", "key-1", Instant.EPOCH).fate()).isEqualTo(Fate.ABSENT);
    assertThat(notifier.sent("C0123456", Instant.EPOCH)).isEqualTo(Notifier.Sent.NOTHING);
  }

  @Test
  void what_was_sent_before_is_read_once_a_run() {
    slack
        .on(AUTH, Told.of(200, WHO))
        .on(
            HISTORY,
            Told.of(
                200,
                "{\"ok\":true,\"messages\":[" + message("3", "key-1", 0) + ","
                    + message("2", "key-2", 0) + "]}"));
    Instant since = Instant.parse("2026-11-22T12:00:00Z");

    Map<String, Posted> sent = notifier.sent("C0123456", since).byKey();
    notifier.sent("C0123456", since.plusSeconds(60));

    assertThat(sent)
        .containsOnly(
            Map.entry("key-1", new Posted("C0123456", "3")),
            Map.entry("key-2", new Posted("C0123456", "2")));
    assertThat(slack.lines()).containsExactly(HISTORY, AUTH);
    notifier.sent("C0123456", since.minusSeconds(60));
    assertThat(slack.lines()).hasSize(3);
  }

  @Test
  void a_history_that_may_not_be_read_shows_nothing() {
    slack.on(HISTORY, Told.of(200, "{\"ok\":false,\"error\":\"missing_scope\"}"));

    assertThat(notifier.sent("C0123456", Instant.EPOCH)).isEqualTo(Notifier.Sent.NOTHING);
  }

  @Test
  void absent_is_only_said_after_the_threads_under_our_messages_were_read_too() {
    slack
        .on(AUTH, Told.of(200, WHO))
        .on(HISTORY, Told.of(200, "{\"ok\":true,\"messages\":[" + message("2", "other", 1) + "]}"))
        .on(
            "POST /api/conversations.replies",
            Told.of(200, "{\"ok\":true,\"messages\":[" + message("4", "key-1", 0) + "]}"));

    assertThat(notifier.find("C0123456", "key-1", Instant.EPOCH).fate()).isEqualTo(Fate.FOUND);
    assertThat(notifier.find("C0123456", "none", Instant.EPOCH).fate()).isEqualTo(Fate.ABSENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing_scope", "not_in_channel", "channel_not_found"})
  void history_that_may_not_be_read_makes_it_unknowable(String word) {
    slack.on(HISTORY, Told.of(200, "{\"ok\":false,\"error\":\"" + word + "\"}"));

    assertThat(notifier.find("C0123456", "k", Instant.EPOCH).fate()).isEqualTo(Fate.UNKNOWABLE);
  }

  @Test
  void a_channel_is_found_by_name_once_and_learnt_from_posts() {
    slack
        .on(POST, Told.of(200, POSTED))
        .on(
            "POST /api/conversations.list",
            Told.of(200, "{\"ok\":true,\"channels\":[{\"id\":\"C9999999\",\"name\":\"ops\"}]}"))
        .on(HISTORY, Told.of(200, "{\"ok\":true,\"messages\":[]}"));

    notifier.post(MESSAGE);
    notifier.find("#alerts", "k", Instant.EPOCH);
    notifier.find("#ops", "k", Instant.EPOCH);
    notifier.find("ops", "k", Instant.EPOCH);

    assertThat(slack.lines().stream().filter(line -> line.endsWith("conversations.list")))
        .hasSize(1);
    assertThat(form(1)).containsEntry("channel", "C0123456");
  }

  @Test
  void reactions_are_told_by_person_without_skin_tone() {
    slack.on(
        "POST /api/reactions.get",
        Told.of(
            200,
            "{\"ok\":true,\"type\":\"message\",\"message\":{\"reactions\":["
                + "{\"name\":\"+1::skin-tone-2\",\"users\":[\"U1\",\"U2\"],\"count\":2},"
                + "{\"name\":\"x\",\"users\":null}]}}"));

    assertThat(notifier.reactions("C0123456", "17.01"))
        .isEqualTo(List.of(new Reaction("+1", "U1"), new Reaction("+1", "U2")));
    assertThat(form(0)).containsEntry("full", "1");
  }

  @Test
  void a_deleted_message_has_no_reactions() {
    slack.on(
        "POST /api/reactions.get", Told.of(200, "{\"ok\":false,\"error\":\"message_not_found\"}"));

    assertThat(notifier.reactions("C0123456", "17.01")).isEmpty();
  }

  @Test
  void the_token_does_not_follow_a_redirect() {
    slack.on(POST, Told.of(302, "", "Location", slack.url() + "/elsewhere"));

    failure(() -> notifier.post(MESSAGE));

    assertThat(slack.seen()).hasSize(1);
  }

  @Test
  @DisplayName("X-122: check names missing scopes and what then does not work")
  void check_names_missing_scopes_and_their_consequence() {
    slack.on(
        "POST /api/auth.test",
        Told.of(200, "{\"ok\":true}", "X-OAuth-Scopes", "chat:write,channels:read,reactions:read"));

    Finding finding = new SlackChecks(calls).token();

    assertThat(finding.ok()).isFalse();
    assertThat(finding.detail()).contains("channels:history (a message of unknown fate");
  }

  @Test
  void a_bot_outside_the_channel_is_told_how_to_get_in() {
    slack.on(
        "POST /api/conversations.info",
        Told.of(200, "{\"ok\":true,\"channel\":{\"id\":\"C0123456\",\"is_member\":false}}"));

    Finding finding = new SlackChecks(calls).channel("C0123456");

    assertThat(finding.ok()).isFalse();
    assertThat(finding.hint()).contains("/invite");
  }

  @Test
  void a_printed_notice_is_plain_text_without_control_characters() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintedNotices printed =
        new PrintedNotices(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    printed.post(
        new Message("#a", "k", "1 &lt; 2 &amp;&amp; \u001b[31mred\u202e", "[]", Optional.empty()));

    assertThat(bytes.toString(StandardCharsets.UTF_8).strip()).isEqualTo("[#a] 1 < 2 && [31mred");
    assertThat(printed.isRemote()).isFalse();
  }

  private static String message(String ts, String key, int replies) {
    return "{\"ts\":\"" + ts + "\",\"bot_id\":\"B0MONITOR\",\"reply_count\":" + replies
        + ",\"metadata\":{\"event_type\":\"cicd_monitor\",\"event_payload\":{\"key\":\"" + key
        + "\"}}}";
  }

  private Map<String, String> form(int request) {
    Map<String, String> form = new HashMap<>();
    for (String pair : slack.seen().get(request).body().split("&", -1)) {
      int equals = pair.indexOf('=');
      form.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
    }
    return form;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static MonitorException failure(ThrowingCallable call) {
    return catchThrowableOfType(MonitorException.class, call);
  }
}
