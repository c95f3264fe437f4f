package io.github.cicdmonitor.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cicdmonitor.sandbox.SandboxPull;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Joins the audit trail with what became of the world: no effect without its intent, no intent twice. */
final class Causes {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{8,64}");

  private Causes() {}

  /** The outbox at the end: "done pull_request …", one line for each effect, sorted; repetitions left out. */
  static List<String> of(Life life) throws Exception {
    return life.list("SELECT lower(state) || ' ' || key FROM effect").stream()
        .map(line -> DIGEST.matcher(line).replaceAll("(digest)"))
        .sorted()
        .toList();
  }

  /**
   * each effect of the world has exactly one row of the outbox that is DONE, and each such row an audit row that planned it, then one that
   * announced the sending, then exactly one that says it is done.
   */
  static void assertEachEffectHasOne(Life life) throws Exception {
    for (String key : life.list("SELECT key FROM effect WHERE state = 'DONE'")) {
      List<String> events =
          life.list("SELECT event FROM audit WHERE json_extract(detail, '$.key') = '" + key
              + "' ORDER BY seq");
      assertThat(events).as(key).startsWith("effect.planned");
      assertThat(events)
          .as(key)
          .containsSubsequence("effect.planned", "effect.sending", "effect.done");
      if (!key.startsWith("update:")) { // a message changes as often as its story goes on
        assertThat(events).as(key).containsOnlyOnce("effect.done");
      }
    }
    List<String> messages = new ArrayList<>();
    life.sandbox()
        .slack()
        .channels()
        .forEach(channel -> channel
            .messages()
            .forEach(message ->
                messages.add(message.metadata().at("/event_payload/key").asText())));
    assertThat(messages)
        .as("messages, and the outbox's")
        .containsExactlyInAnyOrderElementsOf(done(life, "notice"));
    assertThat(life.sandbox().github().pulls())
        .as("pull requests, and the outbox's")
        .hasSize(done(life, "pull_request").size());
    long reruns = life.effects().stream()
        .filter(effect -> effect.startsWith("run ") && !effect.endsWith("attempt 1"))
        .count();
    assertThat(reruns)
        .as("re-runs, and the outbox's")
        .isEqualTo(done(life, "rerun").size());
  }

  private static List<String> done(Life life, String kind) throws Exception {
    return life.list("SELECT key FROM effect WHERE state = 'DONE' AND kind = '" + kind + "'");
  }

  /** At any instant: nothing was done outside whose intent the state does not know. */
  static void assertNoneWithoutIntent(Life life) throws Exception {
    if (!Files.exists(life.state())) {
      assertThat(life.sandbox().ledger().writes()).as("done without a state").isEmpty();
      return;
    }
    // The trail remembers also what the outbox has forgotten long afterwards.
    List<String> intents =
        life.list("SELECT key FROM effect WHERE state IN ('SENDING', 'UNKNOWN', 'DONE') UNION"
            + " SELECT json_extract(detail, '$.key') FROM audit WHERE event = 'effect.sending'");
    life.sandbox()
        .slack()
        .channels()
        .forEach(channel -> channel
            .messages()
            .forEach(message -> assertThat(intents)
                .as(life.toString())
                .contains(message.metadata().at("/event_payload/key").asText())));
    for (SandboxPull pull : life.sandbox().github().pulls()) {
      // Its repository may have another name by now; its branch is that of one incident.
      assertThat(life.list("SELECT key FROM effect WHERE kind = 'pull_request'"
              + " AND state IN ('SENDING', 'UNKNOWN', 'DONE') AND key LIKE '%:" + pull.branch()
              + "'"))
          .as(pull + " in " + life)
          .isNotEmpty();
    }
    if (life.effects().stream().anyMatch(effect -> effect.endsWith("attempt 2"))) {
      assertThat(life.list("SELECT key FROM effect WHERE kind = 'rerun'"
              + " AND state IN ('SENDING', 'UNKNOWN', 'DONE')"))
          .as("re-run in " + life)
          .isNotEmpty();
    }
  }
}
