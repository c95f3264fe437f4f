package io.github.cicdmonitor.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.store.EffectPayload.ChangeNotice;
import io.github.cicdmonitor.store.EffectPayload.OpenPullRequest;
import io.github.cicdmonitor.store.EffectPayload.PostNotice;
import io.github.cicdmonitor.store.EffectPayload.RerunJobs;
import io.github.cicdmonitor.store.EffectPayload.RunCommand;
import io.github.cicdmonitor.store.EffectPayload.WithdrawPullRequest;
import java.util.Optional;
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
    if (payload instanceof ChangeNotice change) {
      return JsonNodeFactory.instance
          .objectNode()
          .put("channel", change.channel())
          .put("of", change.of())
          .put("text", change.text())
          .put("blocks", change.blocks())
          .toString();
    }
    PostNotice notice = (PostNotice) payload;
    ObjectNode node = JsonNodeFactory.instance
        .objectNode()
        .put("channel", notice.channel())
        .put("text", notice.text())
        .put("blocks", notice.blocks())
        .put("line", notice.line());
    notice.thread().ifPresent(root -> node.put("thread", root));
    return node.toString();
  }

  /** Of a row whose digest fits; anything else may throw. */
  static EffectPayload read(Effects.Kind kind, String text) {
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
        JsonNode node = Columns.read(text);
        yield new PostNotice(
            node.path("channel").asText(),
            node.path("text").asText(),
            node.path("blocks").asText(),
            node.path("line").asText(),
            Optional.of(node.path("thread").asText()).filter(key -> !key.isEmpty()));
      }
      case NOTICE_UPDATE -> {
        JsonNode node = Columns.read(text);
        yield new ChangeNotice(
            node.path("channel").asText(),
            node.path("of").asText(),
            node.path("text").asText(),
            node.path("blocks").asText());
      }
      case COMMAND -> {
        String[] parts = text.split("\n", 2);
        yield new RunCommand(parts[0], parts.length < 2 ? "" : parts[1]);
      }
    };
  }
}
