package io.github.cicdmonitor.analyze;

import io.github.cicdmonitor.model.Diagnosis;
import io.github.cicdmonitor.model.Evidence;
import io.github.cicdmonitor.model.Excerpt;
import io.github.cicdmonitor.model.Failure;
import io.github.cicdmonitor.model.SafeText;
import io.github.cicdmonitor.model.Step;
import io.github.cicdmonitor.redact.JsonStrings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the model is asked. Everything a stranger may have written stands between marks that carry 128
 * random bits of this one call, and is said to be data; the marks cannot be forged from inside. The
 * whole fits into {@code analyzer.max_input_tokens}: what matters least is cut first.
 */
final class PromptWriter {
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final int LONGEST_FIELD = 200;
  private static final int LONGEST_COMPLAINT = 1_000;
  private static final int LONGEST_LAST_ANSWER = 3_000;
  private static final int LEAST_WORTH_SHOWING = 160;
  private static final int LEAST_OF_THE_LOG = 800;
  private static final int MOST_STEPS = 40;
  /** What a block's two marked lines take. */
  private static final int FRAME = 120;
  /** Of the room that is left when the log's turn comes, so many percent are the log's. */
  private static final int LOGS_SHARE = 65;

  private static final Pattern REDACTED = Pattern.compile("\\[redacted:[^\\]\\n]{1,60}]");
  private static final String OMITTED = "[… left out for want of room …]\n";

  private final Function<String, SafeText> redaction;
  private final int maxTokens;

  PromptWriter(Function<String, SafeText> redaction, int maxTokens) {
    this.redaction = redaction;
    this.maxTokens = maxTokens;
  }

  /**
   * A question.
   *
   * @param key the same where the same is asked of the same kind of failure: all that the model sees,
   *     but for the log only its fingerprint, and no mark
   */
  record Prompt(String system, String user, String key) {
    /** The estimate that budgets use, with the schema. */
    int tokens() {
      int characters = system.length() + user.length() + AnswerSchema.JSON.length();
      return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    }
  }

  Prompt write(PromptParts parts, String mark) {
    String system = PromptText.SHIPPED.system(maxTokens);
    Sheet sheet = new Sheet(
        mark, maxTokens * CHARACTERS_PER_TOKEN - system.length() - AnswerSchema.JSON.length());
    sheet.say("The mark of this request is " + mark + ".\n\n");
    sheet.always("METADATA", metadata(parts), metadata(parts));
    parts
        .complaint()
        .ifPresent(why -> sheet.say("Your last answer could not be used: "
            + cut(why, LONGEST_COMPLAINT) + ". Answer again, whole, with that put right.\n"));
    int forLog = Math.max(LEAST_OF_THE_LOG, sheet.room() * LOGS_SHARE / 100);
    String log = Windows.ofExcerpt(parts.excerpt(), parts.newLines(), forLog);
    sheet.always(
        parts.newLines().isEmpty() ? "LOG" : "LOG (+ marks lines that the last green run has not)",
        log,
        parts.fingerprint().isEmpty() ? texts(parts.excerpt()) : parts.fingerprint());
    sheet.block(
        "RULES' OPINION", opinion(parts.byRules()), parts.byRules().rule().orElse(""));
    parts
        .workflow()
        .ifPresent(text -> sheet.block(
            "WORKFLOW FILE " + field(parts.failure().workflowPath()),
            most -> Windows.ofText(clean(text), List.of(), most)));
    for (PromptParts.ShownFile file : parts.files()) {
      sheet.block(
          "FILE " + field(file.path()),
          most -> Windows.ofText(clean(file.text()), file.lines(), most));
    }
    if (!parts.absent().isEmpty()) {
      String paths = lines(parts.absent().stream().map(this::field).toList());
      sheet.block("FILES THAT CANNOT BE SHOWN", paths, paths);
    }
    if (!parts.recipes().isEmpty()) {
      sheet.block("RECIPES THAT DO NOT APPLY", most -> cut(clean(parts.recipes()), most));
    }
    if (!parts.failure().steps().isEmpty()) {
      sheet.block("STEPS", most -> cut(steps(parts.failure()), most));
    }
    parts
        .lastAnswer()
        .ifPresent(answer -> sheet.block(
            "YOUR LAST ANSWER", most -> cut(quoted(answer), Math.min(most, LONGEST_LAST_ANSWER))));
    return new Prompt(system, sheet.text(), sheet.key());
  }

  /** The question as it grows. */
  private static final class Sheet {
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder key = new StringBuilder();
    private final String mark;
    private final int most;

    Sheet(String mark, int most) {
      this.mark = mark;
      this.most = most;
    }

    int room() {
      return Math.max(0, most - out.length() - FRAME);
    }

    void say(String ourWords) {
      out.append(ourWords);
    }

    /** One that fits into what room there is. */
    void block(String name, IntFunction<String> body) {
      int room = room();
      String text = room < LEAST_WORTH_SHOWING ? OMITTED : body.apply(room);
      block(name, text.isEmpty() || text.length() > room ? OMITTED : text, text);
    }

    void block(String name, String body, String inKey) {
      if (room() < FRAME) {
        key.append(name).append('\n').append(inKey).append('\n');
        return; // not even the mark of what is left out
      }
      always(name, body, inKey);
    }

    /** Whatever the room. */
    void always(String name, String body, String inKey) {
      // Which lines are new is no other question: another repository may have no green run.
      key.append(name.startsWith("LOG ") ? "LOG" : name)
          .append('\n')
          .append(inKey)
          .append('\n');
      String title = inert(cut(name, LONGEST_FIELD));
      out.append("BEGIN ").append(title).append(' ').append(mark).append('\n');
      out.append(inert(body)).append(body.endsWith("\n") ? "" : "\n");
      out.append("END ").append(title).append(' ').append(mark).append('\n');
    }

    /** The mark is new for every call; text that holds it all the same loses it. */
    private String inert(String text) {
      return text.replace(mark, "(mark)");
    }

    String text() {
      return out.toString();
    }

    /** Without what a redaction mark says of its secret, which is another in each run. */
    String key() {
      return REDACTED.matcher(key).replaceAll("[redacted]");
    }
  }

  /** Where the lines have no name of their own, they stand for themselves, wherever they stood. */
  private static String texts(Excerpt excerpt) {
    return excerpt.lines().stream()
        .map(line -> line.text().value())
        .collect(Collectors.joining("\n"));
  }

  /** Nothing that only one repository has: an answer may serve another one. */
  private String metadata(PromptParts parts) {
    Failure failure = parts.failure();
    List<String> fields = new ArrayList<>();
    fields.add("workflow: " + field(failure.workflow()));
    fields.add("job: " + field(failure.job()));
    fields.add("event: " + field(failure.event()));
    fields.add("conclusion: " + failure.conclusion().word());
    parts.excerpt().step().ifPresent(step -> fields.add("failed step: " + field(step.value())));
    return lines(fields);
  }

  private String steps(Failure failure) {
    return lines(failure.steps().stream()
        .limit(MOST_STEPS)
        .map((Step step) -> step.number() + ". " + field(step.name()) + ": "
            + (step.conclusion().isEmpty() ? "still running" : field(step.conclusion())))
        .toList());
  }

  private String opinion(Diagnosis byRules) {
    List<String> said = new ArrayList<>();
    said.add(byRules.category().word() + ", confidence "
        + Math.round(byRules.confidence() * 100) / 100.0
        + byRules.rule().map(rule -> ", by the rule " + rule).orElse(""));
    said.add(field(byRules.rootCause().value()));
    Optional<Evidence> first = byRules.evidence().stream().findFirst();
    first.ifPresent(
        line -> said.add("line " + line.line() + ": " + field(line.text().value())));
    return lines(said);
  }

  private String field(String value) {
    return cut(oneLine(clean(value)), LONGEST_FIELD);
  }

  /** An answer of the model: redacted string by string where it is JSON, and whole as well. */
  private String quoted(String answer) {
    return clean(AnswerJson.parse(answer)
        .root()
        .map(root -> JsonStrings.each(root, this::clean).toString())
        .orElse(answer));
  }

  private String clean(String text) {
    return redaction.apply(text).value();
  }

  private static String lines(List<String> lines) {
    return String.join("\n", lines.stream().map(PromptWriter::oneLine).toList()) + "\n";
  }

  private static String oneLine(String text) {
    return text.replaceAll("[\\r\\n\\u2028\\u2029\\u0085]+", " ");
  }

  private static String cut(String text, int most) {
    String mark = " [… cut …]";
    return text.length() <= most
        ? text
        : text.substring(0, Math.max(0, most - mark.length())) + mark;
  }
}
