package io.github.cicdmonitor.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.analyze.LanguageModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model's answers in files, {@code DIR/MODEL/CASE.json}: written while it is asked, or read instead
 * of asking it. The n-th question about a case gets its n-th answer, also where the prompt has changed
 * since; how often that was so is counted.
 */
final class Recordings implements LanguageModel {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Optional<LanguageModel> live;
  private ArrayNode said = JSON.createArrayNode();
  private Path file;
  private int next;
  private long milliseconds;
  private double costUsd;
  private boolean costKnown = true;
  private String id = "";
  private final Set<String> otherPrompts = new TreeSet<>();

  /** @param live asked and recorded; empty: what is recorded answers */
  Recordings(Path folder, String model, Optional<LanguageModel> live) {
    this.folder = folder.resolve(model.replaceAll("[^A-Za-z0-9._-]+", "_"));
    this.file = this.folder;
    this.live = live;
  }

  /** The questions that follow are about this case. */
  void begin(String newId) {
    id = newId;
    costUsd = 0;
    costKnown = true;
    file = folder.resolve(id + ".json");
    next = 0;
    milliseconds = 0;
    said = JSON.createArrayNode();
    if (live.isEmpty() && Files.exists(file)) {
      try {
        said = (ArrayNode) JSON.readTree(file.toFile()).path("replies");
      } catch (IOException | ClassCastException e) {
        throw new UncheckedIOException(new IOException(file + " is no recording", e));
      }
    }
  }

  /** How long the answers to this case took, also when they were recorded. */
  long milliseconds() {
    return milliseconds;
  }

  /** What they cost, those that were of no use too; empty where one's cost is not known. */
  OptionalDouble costUsd() {
    return costKnown ? OptionalDouble.of(costUsd) : OptionalDouble.empty();
  }

  private Reply counted(Reply reply) {
    costKnown &= reply.costUsd().isPresent();
    costUsd += reply.costUsd().orElse(0);
    return reply;
  }

  /** The cases about which other questions are asked than the recorded ones. */
  List<String> otherPrompts() {
    return List.copyOf(otherPrompts);
  }

  @Override
  public Reply ask(Question question, Purse purse) {
    String prompt = digest(question.system() + question.user());
    if (live.isEmpty()) {
      return counted(replayed(prompt));
    }
    long start = System.nanoTime();
    Reply reply = live.get().ask(question, purse);
    long took = (System.nanoTime() - start) / 1_000_000;
    milliseconds += took;
    ObjectNode node = said.addObject()
        .put("prompt", prompt)
        .put("outcome", reply.outcome().name())
        .put("content", reply.content())
        .put("model", reply.model().orElse(null))
        .put("prompt_tokens", reply.promptTokens())
        .put("completion_tokens", reply.completionTokens())
        .put("milliseconds", took)
        .put("detail", reply.detail())
        .put("asked", reply.asked());
    reply.costUsd().ifPresent(cost -> node.put("cost_usd", cost));
    try {
      Files.createDirectories(folder);
      ObjectNode root = JSON.createObjectNode();
      root.set("replies", said);
      JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return counted(reply);
  }

  private Reply replayed(String prompt) {
    if (next >= said.size()) {
      return new Reply(
          Outcome.UNAVAILABLE, "", Optional.empty(), 0, 0, OptionalDouble.empty(), "not recorded");
    }
    JsonNode node = said.get(next++);
    if (!node.path("prompt").asText().equals(prompt)) {
      otherPrompts.add(id);
    }
    milliseconds += node.path("milliseconds").asLong();
    return new Reply(
        Outcome.valueOf(node.path("outcome").asText()),
        node.path("content").asText(),
        Optional.ofNullable(node.path("model").textValue()),
        node.path("prompt_tokens").asInt(),
        node.path("completion_tokens").asInt(),
        node.has("cost_usd")
            ? OptionalDouble.of(node.path("cost_usd").asDouble())
            : OptionalDouble.empty(),
        node.path("detail").asText(),
        node.path("asked").asText());
  }

  @Override
  public Map<String, Price> prices() {
    return Map.of();
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
