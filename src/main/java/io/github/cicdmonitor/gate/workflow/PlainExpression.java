package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.workflow.Expressions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Expressions of which it is plain what they rest on: comparisons and simple functions of contexts
 * that are named one by one. What a step found out, a whole context at once, a file's hash or a value
 * that is read as JSON is none of them.
 */
final class PlainExpression {
  private static final Pattern TOKEN =
      Pattern.compile("'(?:[^']|'')*'|[a-z_][\\w-]*(?:\\.[\\w-]+)*(\\()?"
          + "|[0-9]+(?:\\.[0-9]+)?|&&|\\|\\||[!=<>]=|[!<>(),]|\\s+|(.)");
  private static final Set<String> FUNCTIONS =
      Set.of("always", "success", "failure", "cancelled", "contains", "startswith", "endswith");
  private static final Set<String> LITERALS = Set.of("true", "false", "null");

  private PlainExpression() {}

  /**
   * What in an expression is not understood.
   *
   * @param expression as {@link Expressions#normal} gives it
   * @param context whether a context, such as {@code matrix.os}, may be read here
   */
  static Optional<String> doubt(String expression, Predicate<String> context) {
    Matcher token = TOKEN.matcher(expression);
    while (token.find()) {
      String text = token.group();
      if (token.group(2) != null) {
        return Optional.of(expression);
      }
      if (token.group(1) != null) {
        String name = text.substring(0, text.length() - 1);
        if (!FUNCTIONS.contains(name)) {
          return Optional.of(name + "()");
        }
      } else if (Character.isLetter(text.charAt(0)) || text.charAt(0) == '_') {
        if (!LITERALS.contains(text) && !context.test(text)) {
          return Optional.of(text);
        }
      }
    }
    return Optional.empty();
  }

  /** Comparisons of a context with texts that it has neither before nor after are the same as ever. */
  static String withoutComparisons(String expression, String context, Set<String> values) {
    String name = Pattern.quote(context);
    Pattern compared = Pattern.compile("(?<![\\w.-])" + name
        + "\\s*[=!]=\\s*'([^']*)'|'([^']*)'\\s*[=!]=\\s*" + name + "(?![\\w.-])");
    return compared.matcher(expression).replaceAll(match -> {
      String text = match.group(1) == null ? match.group(2) : match.group(1);
      boolean other = values.stream().noneMatch(v -> v.toLowerCase(Locale.ROOT).equals(text));
      return other ? "true" : Matcher.quoteReplacement(match.group());
    });
  }
}
