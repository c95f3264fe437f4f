package io.github.cicdmonitor.analyze;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** One chat completion with a strict JSON schema. */
public interface LanguageModel {
  /** Never throws for what a gateway can answer; the cases of {@link Reply} say what happened. */
  Reply ask(Question question);

  /**
   * @param models the wanted one first, then fallbacks; where the gateway does not do fallbacks the
   *     adapter tries them in order
   * @param schema JSON text of the schema
   */
  record Question(
      List<String> models,
      String system,
      String user,
      String schemaName,
      String schema,
      int maxAnswerTokens) {
    public Question {
      models = List.copyOf(models);
    }
  }

  /**
   * What came back.
   *
   * @param content the message's text, empty unless {@code outcome} is ANSWERED
   * @param model that answered
   * @param detail why there is no answer, in our words, without any body text
   */
  record Reply(
      Outcome outcome,
      String content,
      Optional<String> model,
      int promptTokens,
      int completionTokens,
      OptionalDouble costUsd,
      String detail) {}

  /** CUT: finish reason length. REFUSED: refusal, moderation. CREDENTIALS: 401. NO_CREDIT: 402. */
  enum Outcome {
    ANSWERED,
    CUT,
    REFUSED,
    CREDENTIALS,
    NO_CREDIT,
    UNAVAILABLE
  }
}
