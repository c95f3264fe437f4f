package io.github.cicdmonitor.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.cicdmonitor.store.EffectPayload.ChangeNotice;
import io.github.cicdmonitor.store.EffectPayload.OpenPullRequest;
import io.github.cicdmonitor.store.EffectPayload.PostNotice;
import io.github.cicdmonitor.store.EffectPayload.RerunJobs;
import io.github.cicdmonitor.store.EffectPayload.RunCommand;
import io.github.cicdmonitor.store.EffectPayload.WithdrawPullRequest;
import java.util.OptionalLong;

/**
 * A payload as its row has it: JSON for messages, words with a space between them for the rest. The
 * row's digest is over these bytes, so they stay as earlier versions wrote them.
 */
final class EffectCodec {
  private EffectCodec() {}

  static String write(EffectPayload payload) {
    if (payload instanceof RerunJobs rerun) {
      String run = rerun.runId() + " " + rerun.attempt();
      return rerun.repositoryId().isPresent() ? run + " " + rerun.repositoryId().getAsLong() : run;
    }
    if (payload instanceof OpenPullRequest open) {
      return Long.toString(open.proposal());
    }
    if (payload instanceof WithdrawPullRequest withdraw) {
      return withdraw.number() + " " + withdraw.branch() + " " + withdraw.headSha();
    }
    if (payload instanceof RunCommand command) {
      return command.commit() + "\n" + command.commandLine();
    }
    if (payload instanceof PostNotice notice && notice.thread().isEmpty()) {
      return JsonColumn.write(
          new RootNotice(notice.channel(), notice.text(), notice.blocks(), notice.line()));
    }
    return JsonColumn.write(payload);
  }

  /** A notice that is no reply: its row has no thread. */
  private record RootNotice(String channel, String text, String blocks, String line) {}

  /** Of a row whose digest fits; anything else may throw. */
  static EffectPayload read(Effect.Kind kind, String text) {
    return switch (kind) {
      case RERUN -> {
        String[] parts = text.split(" ", -1);
        yield new RerunJobs(
            Long.parseLong(parts[0]),
            Integer.parseInt(parts[1]),
            parts.length > 2 ? OptionalLong.of(Long.parseLong(parts[2])) : OptionalLong.empty());
      }
      case PULL_REQUEST -> new OpenPullRequest(Long.parseLong(text));
      case WITHDRAW_PULL_REQUEST -> {
        String[] parts = text.split(" ", 3);
        yield new WithdrawPullRequest(Integer.parseInt(parts[0]), parts[1], parts[2]);
      }
      case NOTICE -> {
        JsonNode notice = JsonColumn.read(text);
        JsonColumn.complete(notice, "line", TextNode.valueOf("")); // earlier versions had none
        yield JsonColumn.read(notice, PostNotice.class);
      }
      case NOTICE_UPDATE -> JsonColumn.read(text, ChangeNotice.class);
      case COMMAND -> {
        String[] parts = text.split("\n", 2);
        yield new RunCommand(parts[0], parts.length < 2 ? "" : parts[1]);
      }
    };
  }
}
