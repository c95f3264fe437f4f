package io.github.cicdmonitor.injection;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns, roles and delimiters of the formats that models are talked to in, tool calls and results,
 * and the marks of our own prompt: text that wants to be taken for another part of the conversation.
 */
final class ChatMarkup {
  private static final String ROLE = "(?:system|assistant|user|human|developer|tool|ai|model)";

  private static final Pattern DELIMITER = Pattern.compile("(?i)"
      + "<\\|[a-z_]{3,30}\\|>|<｜[^｜]{3,30}｜>|\\[/?INST\\]|<</?SYS>>|</?s>\\s*\\[|<(?:start|end)_of_turn>"
      + "|\\[(?:SYSTEM|ASSISTANT)[ _](?:PROMPT|MESSAGE|OVERRIDE)\\]"
      + "|</?(?:system|assistant|user|human|instructions?|system[-_](?:prompt|message|reminder)"
      + "|admin|developer|tool_(?:result|results|call|calls|use|response|output)"
      + "|function_(?:call|calls|result|results|response)|untrusted|trusted|important"
      + "|antml:[a-z_]+|invoke|thinking|/?data)(?:\\s+name=[^>]*)?>"
      + "|^\\W{0,4}(?:end of (?:the )?(?:log|data|untrusted|user input|input|document|context))\\b"
      + "|#{2,6}\\s*(?:new\\s+)?(?:system|assistant|user|human|instructions?|response)"
      + "(?:\\s+(?:prompt|message))?\\s*(?::|#|$)");
  private static final Pattern TOOL = Pattern.compile("(?i)"
      + "[\"']role[\"']\\s*:\\s*[\"']" + ROLE + "[\"']"
      + "|[\"'](?:tool_calls?|tool_use|tool_use_id|tool_call_id|function_call|tool_result"
      + "|tool_choice)[\"']\\s*:"
      + "|[\"']tool[\"']\\s*:\\s*[\"'][^\"']{1,60}[\"']\\s*,\\s*[\"'](?:args|arguments|input|parameters)[\"']"
      + "|[\"']type[\"']\\s*:\\s*[\"'](?:tool_use|tool_result|function|function_call)[\"']"
      + "|^\\W{0,4}(?:tool|function)[ _](?:result|output|response|call)s?\\b[^:]{0,40}:"
      + "|[\"']files_needed[\"']\\s*:|[\"']root_cause[\"']\\s*:.{0,300}[\"']remediation[\"']");
  private static final Pattern OWN_MARK =
      Pattern.compile("\\b(?:BEGIN|END) (?:LOG|FILE|METADATA|ABSENT|DIFF|COMMIT|HISTORY)\\b"
          + "|(?i)\\bthe mark of this request\\b");
  /** Alone it may be a program's "System: Linux"; with another one below it is a conversation. */
  private static final Pattern TURN = Pattern.compile(
      "(?i)^\\W{0,4}(?:" + ROLE + ")\\s*(?:message|prompt|turn|response)?\\s*:(?:\\s|$)");

  /** The steps of an agent that thinks aloud; two kinds of them near each other. */
  private static final Pattern STEP =
      Pattern.compile("(?i)^\\W{0,4}(thought|observation|action(?: input)?|final answer)\\s*:\\s");

  private static final Pattern SURE_TURN =
      Pattern.compile("(?i)^\\W{0,4}(?:assistant|human|system (?:message|prompt)"
          + "|developer message)\\s*:(?:\\s|$)");
  /** A setting of ours as others guess it; one alone may be a program's own. */
  private static final Pattern DIRECTIVE = Pattern.compile(
      "(?i)(?:\\b|_)(confidence|risk|verdict|triage|decision|action|category|notify|notifications?|audience"
          + "|escalat\\w+|flaky|transient|retryable|on_failure|guard|humans?|instruction"
          + "|reviewers?|approvals?|approved?|review|auto[_ -]?merge|gate)"
          + "(?:[_ -]?(?:score|level|verdict|action|notify|needed|required|review|approval|override))?"
          + "[\"']?\\s*(?::|=|value=| is )\\s*[\"'\\[]{0,2}"
          + "(?:[01](?:\\.[0-9]+)?\\b|none\\b|nobody\\b|not[- ]needed|skip(?:ped)?\\b|off\\b|no\\b|false\\b"
          + "|true\\b|yes\\b|high\\b|low\\b|zero\\b|bypass|required\\b|transient\\b|re-?run\\b|retry\\b|approved?\\b|waived\\b|granted\\b|merge\\b|\\])");

  /** A remark that a page or a file does not show, and that speaks to who reads it. */
  private static final Pattern REMARK =
      Pattern.compile("(?i)<!--\\s*(?:note to |to |dear |for |attention )?"
          + "(?:the |any |all )?(?:judge|grader|evaluator|verifier|reviewer|critic|model|agent|bot|assistant"
          + "|ai|llm|gpt|system)s?\\b[^>]{0,40}[:,]");

  private static final int NEAR = 6; // lines

  private ChatMarkup() {}

  static Set<Integer> in(List<String> lines) {
    Set<Integer> found = new TreeSet<>();
    int turn = -1;
    String role = "";
    int directive = -1;
    Set<String> keys = Set.of();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (isIn(line)) {
        found.add(i);
      }
      if (TURN.matcher(line).find() || STEP.matcher(line).find()) {
        String said = FoldedText.words(line.substring(0, line.indexOf(':')));
        if (turn >= 0 && i - turn <= NEAR && !said.equals(role)) {
          found.add(turn);
        }
        turn = i;
        role = said;
      }
      Set<String> set = directives(line);
      if (!set.isEmpty()) {
        if (directive >= 0 && i - directive <= NEAR && !keys.containsAll(set)) {
          found.add(directive);
        }
        directive = i;
        keys = set;
      }
    }
    return found;
  }

  private static Set<String> directives(String line) {
    Set<String> keys = new TreeSet<>();
    Matcher matcher = DIRECTIVE.matcher(line);
    while (matcher.find()) {
      keys.add(FoldedText.words(matcher.group(1)));
    }
    return keys;
  }

  static boolean isIn(String line) {
    return DELIMITER.matcher(line).find()
        || TOOL.matcher(line).find()
        || OWN_MARK.matcher(line).find()
        || SURE_TURN.matcher(line).find()
        || REMARK.matcher(line).find()
        || directives(line).size() > 1;
  }
}
