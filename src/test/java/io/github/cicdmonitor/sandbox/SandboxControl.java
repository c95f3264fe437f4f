package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** Shows a person what became of the world, as text. */
final class SandboxControl implements LoopbackServer.Service {
  private final Sandbox sandbox;
  private final SmallWorld world;

  SandboxControl(Sandbox sandbox, SmallWorld world) {
    this.sandbox = sandbox;
    this.world = world;
  }

  @Override
  public Answer answer(Request request) {
    return switch (request.line()) {
      case "GET /_sandbox/slack" -> Answer.text(200, slack());
      case "GET /_sandbox/slack.json" -> Answer.text(200, Json.pretty(slackJson()));
      case "GET /_sandbox/pulls" -> Answer.text(200, pulls());
      case "GET /_sandbox/ledger" -> Answer.text(200, ledger());
      case "POST /_sandbox/advance" ->
        Answer.text(200, world.finishReruns() + " re-run(s) passed\n");
      case "POST /_sandbox/merge" ->
        Answer.text(200, world.mergePulls() + " pull request(s) merged\n");
      default -> Answer.text(404, "no such page\n");
    };
  }

  private String slack() {
    StringBuilder text = new StringBuilder();
    for (SlackSandbox.Channel channel : sandbox.slack().channels()) {
      List<SlackMessage> messages = channel.messages();
      if (messages.isEmpty()) {
        continue;
      }
      text.append("#").append(channel.name()).append('\n');
      for (SlackMessage message : messages) {
        text.append(message.plainText().indent(2)).append('\n');
      }
    }
    return text.toString();
  }

  /** Each message as Slack would hand it out, with the name of its channel. */
  private JsonNode slackJson() {
    return sandbox.slack().channels().stream()
        .flatMap(channel -> channel.messages().stream()
            .map(message -> message.json().put("channel_name", channel.name())))
        .collect(Json.toArray());
  }

  private String pulls() {
    return sandbox.github().pulls().stream()
        .map(SandboxControl::pull)
        .collect(Collectors.joining("\n"));
  }

  private static String pull(SandboxPull pull) {
    String state = pull.isMerged() ? "merged" : pull.isOpen() ? "open" : "closed";
    return pull.repository().fullName() + "#" + pull.number() + " " + pull.title() + "\n"
        + "  " + pull.branch() + " -> " + pull.base() + ", " + state
        + (pull.labels().isEmpty() ? "" : ", labels " + String.join(" ", pull.labels())) + "\n\n"
        + pull.body().indent(2) + "\n"
        + Patches.of(pull).indent(2);
  }

  private String ledger() {
    return sandbox.ledger().entries().stream()
        .map(entry -> entry + "\n")
        .collect(Collectors.joining());
  }
}
