package io.github.cicdmonitor.gate.workflow;

import io.github.cicdmonitor.gate.finding.ChangeKind;
import io.github.cicdmonitor.gate.finding.EditSize;
import io.github.cicdmonitor.gate.finding.WorkflowPlace;
import io.github.cicdmonitor.workflow.Expressions;
import io.github.cicdmonitor.workflow.Yaml;
import io.github.cicdmonitor.workflow.Yaml.Scalar;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What the expressions of a file reach: secrets, and text of strangers where it becomes code. */
public final class ExpressionReach {
  private static final int SHORTEST_SECRET = 15;
  private static final Pattern CLEAR_SECRET = Pattern.compile(
      "(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{22,}|(?:AKIA|ASIA)[A-Z2-7]{16}|"
          + "xox[abpres]-[0-9A-Za-z-]{10,}|sk-(?:or-v1-|ant-|proj-)?[A-Za-z0-9_-]{32,}|npm_[A-Za-z0-9]{36}|"
          + "glpat-[A-Za-z0-9_-]{20}|AIza[A-Za-z0-9_-]{35}|-----BEGIN [A-Z ]*PRIVATE KEY)");

  private final Map<String, Integer> secrets = new HashMap<>();
  private final Map<String, Integer> untrusted = new HashMap<>();
  private final Map<String, Integer> clear = new HashMap<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final Set<String> taintedVariables = new TreeSet<>();

  private ExpressionReach() {}

  static ExpressionReach of(Yaml root) {
    ExpressionReach reach = new ExpressionReach();
    reach.variables(root);
    reach.walk(root, false, "");
    return reach;
  }

  boolean hasSecrets() {
    return !secrets.isEmpty();
  }

  /** Secrets and untrusted text that this file reaches oftener than the one before. */
  void compareTo(ExpressionReach after, WorkflowPlace place) {
    after.secrets.forEach((name, count) -> {
      if (count <= secrets.getOrDefault(name, 0)) {
        return;
      }
      int line = after.lines.getOrDefault("secret " + name, 0);
      place.add(ChangeKind.K11, line, "secret " + (name.equals("*") ? "(all)" : name));
      if (name.equals("*")) {
        place.found().block("B-SECRET", line, "all secrets at once");
      }
    });
    after.untrusted.forEach((context, count) -> {
      if (count > untrusted.getOrDefault(context, 0)) {
        place
            .found()
            .block(
                "B-EXPR",
                after.lines.getOrDefault("code " + context, 0),
                "text of strangers becomes code: " + context);
      }
    });
    after.clear.forEach((kind, count) -> {
      if (count > clear.getOrDefault(kind, 0)) {
        place.found().block("B-SECRET", after.lines.getOrDefault("clear", 0), "a secret in clear");
      }
    });
  }

  /** Variables anywhere in the file that hold text of strangers: pasted into code they are code. */
  private void variables(Yaml value) {
    value
        .mapping()
        .ifPresent(m -> m.entries().forEach((key, inner) -> {
          if (key.equals("env")) {
            inner.mapping().ifPresent(env -> env.entries().forEach(this::variable));
          }
          variables(inner);
        }));
    value.sequence().ifPresent(s -> s.items().forEach(this::variables));
  }

  private void variable(String name, Yaml value) {
    boolean tainted = value.scalar().stream()
        .flatMap(s -> Expressions.in(s.text()).stream())
        .anyMatch(e -> !Expressions.untrusted(e).isEmpty());
    if (tainted) {
      taintedVariables.add("env." + name.toLowerCase(Locale.ROOT));
    }
  }

  private void walk(Yaml value, boolean code, String key) {
    value.scalar().ifPresent(s -> scalar(s, code, key));
    value.sequence().ifPresent(s -> s.items().forEach(i -> walk(i, code, key)));
    value
        .mapping()
        .ifPresent(m -> m.entries().forEach((name, inner) -> walk(inner, isCode(name, key), name)));
  }

  private static boolean isCode(String name, String parent) {
    String folded = name.toLowerCase(Locale.ROOT);
    return folded.equals("run")
        || folded.equals("shell")
        || folded.equals("script")
        || folded.equals("entrypoint")
        || folded.equals("args")
        || (parent.equals("with") && InputChange.CODE.contains(folded));
  }

  private void scalar(Scalar scalar, boolean code, String key) {
    String text = scalar.text();
    if (key.equals("secrets") && text.equals("inherit")) {
      count(secrets, "*", "secret *", scalar.line());
    }
    if (isSecret(text) || (key.equals("password") && !text.isEmpty() && !Expressions.any(text))) {
      count(clear, text, "clear", scalar.line());
    }
    if (key.equals("if") && !Expressions.any(text)) {
      expression(Expressions.normal(text), scalar, false);
    }
    if (Expressions.any(text)) {
      Expressions.in(text).forEach(e -> expression(e, scalar, code));
    }
  }

  private void expression(String expression, Scalar scalar, boolean code) {
    Expressions.secrets(expression)
        .forEach(name -> count(secrets, name, "secret " + name, scalar.line()));
    if (!code) {
      return;
    }
    int line = lineOf(expression, scalar);
    Expressions.untrusted(expression).forEach(c -> count(untrusted, c, "code " + c, line));
    Expressions.contexts(expression).stream()
        .filter(taintedVariables::contains)
        .forEach(c -> count(untrusted, c, "code " + c, line));
    if (expression.contains("tojson")
        || expression.contains("github[")
        || expression.matches(".*\\b(?:github|env|inputs)\\[.*")) {
      Expressions.contexts(expression).stream()
          .filter(c -> c.contains("["))
          .forEach(c -> count(untrusted, c, "code " + c, line));
    }
  }

  private static int lineOf(String expression, Scalar scalar) {
    int line = scalar.textLine();
    for (String row : scalar.text().split("\n", -1)) {
      if (Expressions.in(row).contains(expression)) {
        return line;
      }
      line++;
    }
    return scalar.line();
  }

  private void count(Map<String, Integer> counts, String name, String lineKey, int line) {
    counts.merge(name, 1, Integer::sum);
    lines.put(lineKey, line);
  }

  /** The line after on which a secret stands that the text before does not have. */
  public static OptionalInt clearSecretAdded(String before, String after) {
    List<String> lines = EditSize.lines(after);
    Set<String> known = new HashSet<>(EditSize.lines(before));
    for (int i = 0; i < lines.size(); i++) {
      if (!known.contains(lines.get(i)) && isSecret(lines.get(i))) {
        return OptionalInt.of(i + 1);
      }
    }
    return OptionalInt.empty();
  }

  private static boolean isSecret(String text) {
    return text.length() >= SHORTEST_SECRET && CLEAR_SECRET.matcher(text).find();
  }
}
