package io.github.cicdmonitor.analyze;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** One chat completion with a strict JSON schema. */
public interface LanguageModel {
  /** Never throws for what a gateway can answer; the cases of {@link Reply} say what happened. */
  Reply ask(Question question, Purse purse);

  /** The gateway's price list by model; empty where it has none or does not answer. */
  Map<String, Price> prices();

  /** What a token costs, in USD. */
  record Price(double input, double output) {}

  /** Pays for each request by itself, also for those to fallback models. */
  interface Purse {
    /**
     * Sets aside what a request may cost at most.
     *
     * @param models one of which will answer
     * @return false when the money would not do: the request must not be sent
     */
    boolean reserve(List<String> models);

    /** What became of the request that was reserved last. */
    void settle(Reply reply);
  }

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
   * @param asked that one of the question's models it came from; empty where none was reached
   */
  record Reply(
      Outcome outcome,
      String content,
      Optional<String> model,
      int promptTokens,
      int completionTokens,
      OptionalDouble costUsd,
      String detail,
      String asked) {
    /** Of no model in particular. */
    public Reply(
        Outcome outcome,
        String content,
        Optional<String> model,
        int promptTokens,
        int completionTokens,
        OptionalDouble costUsd,
        String detail) {
      this(outcome, content, model, promptTokens, completionTokens, costUsd, detail, "");
    }

    public Reply askedOf(String name) {
      return new Reply(
          outcome, content, model, promptTokens, completionTokens, costUsd, detail, name);
    }

    /** What it cost stays; what it said does not. */
    public Reply withOutcome(Outcome other, String why) {
      return new Reply(other, "", model, promptTokens, completionTokens, costUsd, why, asked);
    }
  }

  /**
   * CUT: finish reason length. REFUSED: refusal, moderation. CREDENTIALS: 401. NO_CREDIT: 402. LOST:
   * the request went out and no answer came, so what it cost is not known. UNPAID: not sent, for want
   * of money.
   */
  enum Outcome {
    ANSWERED,
    CUT,
    REFUSED,
    CREDENTIALS,
    NO_CREDIT,
    UNAVAILABLE,
    LOST,
    UNPAID
  }
}
