package io.github.cicdmonitor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.store.EffectPayload.ChangeNotice;
import io.github.cicdmonitor.store.EffectPayload.OpenPullRequest;
import io.github.cicdmonitor.store.EffectPayload.PostNotice;
import io.github.cicdmonitor.store.EffectPayload.RerunJobs;
import io.github.cicdmonitor.store.EffectPayload.RunCommand;
import io.github.cicdmonitor.store.EffectPayload.WithdrawPullRequest;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Rows as earlier versions wrote them: read, and written the same to the byte. */
class EffectCodecTest {
  private static final String NOTICE = "{\"channel\":\"#ci-cd-alerts\",\"text\":\"acme/shop CI"
      + " / build failed: 1 &lt; 2\",\"blocks\":\"[{\\\"type\\\":\\\"divider\\\"}]\","
      + "\"line\":\"#1 acme/shop: „ä” failed\"";

  private static void stored(Effect.Kind kind, String text, EffectPayload payload) {
    assertThat(EffectCodec.read(kind, text)).isEqualTo(payload);
    assertThat(EffectCodec.write(payload)).isEqualTo(text);
    assertThat(payload.kind()).isEqualTo(kind);
  }

  @Test
  void a_re_run_with_and_without_its_repository() {
    stored(Effect.Kind.RERUN, "8123 1 77", new RerunJobs(8123, 1, OptionalLong.of(77)));
    stored(Effect.Kind.RERUN, "8123 2", new RerunJobs(8123, 2, OptionalLong.empty()));
  }

  @Test
  void a_pull_request_and_its_withdrawal() {
    stored(Effect.Kind.PULL_REQUEST, "42", new OpenPullRequest(42));
    stored(
        Effect.Kind.WITHDRAW_PULL_REQUEST,
        "7 cicd-monitor/fix-0123456789ab-2 4f2a9c1e",
        new WithdrawPullRequest(7, "cicd-monitor/fix-0123456789ab-2", "4f2a9c1e"));
  }

  @Test
  void a_message_alone_and_in_a_thread() {
    PostNotice alone = new PostNotice(
        "#ci-cd-alerts",
        "acme/shop CI / build failed: 1 &lt; 2",
        "[{\"type\":\"divider\"}]",
        "#1 acme/shop: „ä” failed",
        Optional.empty());
    stored(Effect.Kind.NOTICE, NOTICE + "}", alone);
    stored(
        Effect.Kind.NOTICE,
        NOTICE + ",\"thread\":\"notice:notify:x\"}",
        new PostNotice(
            alone.channel(),
            alone.text(),
            alone.blocks(),
            alone.line(),
            Optional.of("notice:notify:x")));
  }

  @Test
  void a_message_of_a_version_that_kept_no_line() {
    PostNotice old = (PostNotice) EffectCodec.read(
        Effect.Kind.NOTICE, "{\"channel\":\"c\",\"text\":\"t\",\"blocks\":\"[]\"}");

    assertThat(old).isEqualTo(new PostNotice("c", "t", "[]", "", Optional.empty()));
  }

  @Test
  void a_change_of_a_message() {
    stored(
        Effect.Kind.NOTICE_UPDATE,
        "{\"channel\":\"#c\",\"of\":\"notice:notify:x\",\"text\":\"\",\"blocks\":\"[]\"}",
        new ChangeNotice("#c", "notice:notify:x", "", "[]"));
  }

  @Test
  void a_command() {
    stored(
        Effect.Kind.COMMAND,
        "4f2a9c1e\nnpm install --package-lock-only",
        new RunCommand("4f2a9c1e", "npm install --package-lock-only"));
  }
}
