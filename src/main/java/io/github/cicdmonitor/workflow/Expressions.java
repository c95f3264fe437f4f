package io.github.cicdmonitor.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code ${{ … }}} parts of a text and what they reach. Names compare without case, and
 * {@code a['b']} is {@code a.b}, as in GitHub's own evaluation.
 */
public final class Expressions {
  private static final Pattern INDEX = Pattern.compile("\\[\\s*'([^']*)'\\s*\\]");
  private static final Pattern CHAIN = Pattern.compile(
      "(?<![\\w.'-])([a-z_][\\w-]*(?:\\s*\\.\\s*(?:[\\w-]+|\\*)|\\[[^\\]]*\\])*)(?!\\s*\\()");
  private static final Pattern STRING = Pattern.compile("'(?:[^']|'')*'");
  private static final Pattern SAFE_EVENT = Pattern.compile(
      "github\\.event(?:\\.[a-z_]+)*\\.(?:number|id|run_number|run_attempt|run_id|sha|before|after"
          + "|created_at|updated_at|draft|merged|fork|private|size|additions|deletions"
          + "|changed_files|commits|forced|deleted|created)|github\\.event_name");
  private static final Pattern NAMES_OF_OTHERS =
      Pattern.compile("github\\.(?:head_ref|ref|ref_name|base_ref|actor|triggering_actor|event)");

  private Expressions() {}

  /** The inside of every expression, in lower case with indexes written as dots. */
  public static List<String> in(String text) {
    List<String> found = new ArrayList<>();
    int from = text.indexOf("${{");
    while (from >= 0) {
      int end = end(text, from + 3);
      found.add(normal(text.substring(from + 3, end)));
      from = text.indexOf("${{", Math.min(text.length(), end));
    }
    return found;
  }

  public static boolean any(String text) {
    return text.contains("${{");
  }

  /** Text with each expression replaced, to compare what is literal. */
  public static String literalPart(String text) {
    StringBuilder literal = new StringBuilder();
    int at = 0;
    int from = text.indexOf("${{");
    while (from >= 0) {
      literal.append(text, at, from).append('\u0001');
      at = Math.min(text.length(), end(text, from + 3) + 2);
      from = text.indexOf("${{", at);
    }
    return literal.append(text.substring(at)).toString();
  }

  /** Where the expression that starts before {@code from} closes; strings may hold braces. */
  private static int end(String text, int from) {
    boolean string = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        string = !string;
      } else if (!string && text.startsWith("}}", i)) {
        return i;
      }
    }
    int plain = text.indexOf("}}", from);
    return plain < 0 ? text.length() : plain;
  }

  public static String normal(String expression) {
    String lower = expression.toLowerCase(Locale.ROOT).strip();
    Matcher index = INDEX.matcher(lower);
    return index
        .replaceAll(m -> "." + Matcher.quoteReplacement(m.group(1)))
        .replaceAll("\\s+", " ");
  }

  /** The context names in an expression, such as {@code github.event.pull_request.title}. */
  public static Set<String> contexts(String expression) {
    Set<String> contexts = new TreeSet<>();
    Matcher chain = CHAIN.matcher(STRING.matcher(expression).replaceAll("''"));
    while (chain.find()) {
      contexts.add(chain.group(1).replaceAll("\\s+", ""));
    }
    return contexts;
  }

  /** What a stranger may have written and this expression would paste into code. */
  public static List<String> untrusted(String expression) {
    List<String> found = new ArrayList<>();
    for (String context : contexts(expression)) {
      boolean github = context.equals("github") || context.startsWith("github[");
      boolean event = context.startsWith("github.event.")
          || context.startsWith("github.event[")
          || NAMES_OF_OTHERS.matcher(context).matches();
      boolean inputs = context.startsWith("inputs.")
          || context.startsWith("inputs[")
          || context.equals("inputs");
      if ((github || event || inputs || context.startsWith("github.*"))
          && !SAFE_EVENT.matcher(context).matches()) {
        found.add(context);
      }
    }
    return found;
  }

  /** Names of the secrets used; {@code *} for all of them or one not told. */
  public static List<String> secrets(String expression) {
    List<String> found = new ArrayList<>();
    for (String context : contexts(expression)) {
      if (context.startsWith("secrets.") && !context.startsWith("secrets.*")) {
        found.add(context.substring("secrets.".length()));
      } else if (context.matches("secrets(?:[^a-z0-9_-].*)?")) {
        found.add("*");
      } else if (context.equals("github.token")) {
        found.add("github_token");
      }
    }
    return found;
  }
}
