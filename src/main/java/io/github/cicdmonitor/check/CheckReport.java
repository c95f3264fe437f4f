package io.github.cicdmonitor.check;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cicdmonitor.redact.ControlText;
import java.util.List;

/** What all checks found, in order. */
public record CheckReport(List<CheckResult> results) {
  public CheckReport {
    results = List.copyOf(results);
  }

  public boolean holds() {
    return results.stream().allMatch(CheckResult::ok);
  }

  /** Only what does not hold. */
  public CheckReport failing() {
    return new CheckReport(results.stream().filter(result -> !result.ok()).toList());
  }

  /** One line a check: what was found and, where it does not hold, what to do. */
  public String text() {
    int width =
        results.stream().mapToInt(result -> result.name().length()).max().orElse(0);
    StringBuilder out = new StringBuilder();
    for (CheckResult result : results) {
      String padding = " ".repeat(width - result.name().length());
      out.append(result.isWarning() ? "! " : result.ok() ? "✓ " : "✗ ")
          .append(shown(result.name() + padding + "  " + result.detail()).stripTrailing());
      if (!result.hint().isEmpty()) {
        out.append(shown((result.detail().endsWith(".") ? " " : ". ") + result.hint()));
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static String shown(String text) {
    return ControlText.visible(text).replace('\t', ' ');
  }

  /** {@code {"checks":[{"name","ok","warning","detail","hint"}]}}. */
  public ObjectNode json() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode checks = node.putArray("checks");
    for (CheckResult result : results) {
      checks
          .addObject()
          .put("name", result.name())
          .put("ok", result.ok())
          .put("warning", result.isWarning())
          .put("detail", result.detail())
          .put("hint", result.hint());
    }
    return node;
  }
}
