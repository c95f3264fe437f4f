package io.github.cicdmonitor.model;

/**
 * A sign that a text which reached the model, or came from it, gives orders to a machine. A person
 * decides wherever there is one.
 *
 * @param where "line 17 of the log", "the job's name", "line 3 of ci.yml"
 * @param quote the line as it may be shown
 */
public record InjectionSignal(Kind kind, String where, SafeText quote) {
  private static final int LONGEST_QUOTE = 160;

  /** What was seen. */
  public enum Kind {
    HIDDEN_TEXT("hidden characters"),
    INSTRUCTION("instructions to a machine"),
    CHAT_MARKUP("marks of a chat or a tool's answer"),
    ENCODED("encoded instructions"),
    LOOK_ALIKE("letters that look like others"),
    /** Only where a model was asked: what nobody but code has read orders nothing. */
    FOREIGN("a sentence that is not in English");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** One line for people: what, where, and the line itself. */
  public String words() {
    return kind.words + " in " + where + ": " + quote.cut(LONGEST_QUOTE).value();
  }
}
