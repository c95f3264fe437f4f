package io.github.cicdmonitor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.cicdmonitor.store.Troubles.Trouble;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What the loop cannot work on at present, and since when. */
public final class TroubleList {
  private TroubleList() {}

  /** Empty where nothing is amiss. */
  public static String text(List<Trouble> troubles) {
    return troubles.isEmpty()
        ? ""
        : "Not working\n" + each(troubles, "  %s since %s: %s\n", Escape::terminal);
  }

  /** As a section; empty where nothing is amiss. */
  public static String markdown(List<Trouble> troubles) {
    return troubles.isEmpty()
        ? ""
        : "\n## Not working\n\n" + each(troubles, "- %s since %s: %s\n", Escape::markdown);
  }

  /** As a card of the page; empty where nothing is amiss. */
  static String html(List<Trouble> troubles) {
    return troubles.isEmpty()
        ? ""
        : "<section class=\"card wide\"><h2>Not working</h2><ul>\n"
            + each(troubles, "<li>%s since %s: %s</li>\n", Escape::html)
            + "</ul></section>\n";
  }

  /** @param form takes the subject, since when, and why */
  private static String each(List<Trouble> troubles, String form, UnaryOperator<String> escape) {
    return troubles.stream()
        .map(trouble -> form.formatted(
            escape.apply(subject(trouble)),
            HumanText.moment(trouble.since()),
            escape.apply(trouble.why())))
        .collect(Collectors.joining());
  }

  /** {@code [{"subject","since","last_at","why","next"}]}; the subject is a repository or "model". */
  public static ArrayNode json(List<Trouble> troubles) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Trouble trouble : troubles) {
      list.addObject()
          .put("subject", trouble.subject())
          .put("since", trouble.since().toString())
          .put("last_at", trouble.lastAt().toString())
          .put("why", trouble.why())
          .put("next", trouble.next());
    }
    return list;
  }

  private static String subject(Trouble trouble) {
    return trouble.isOfModel() ? "The language model" : trouble.subject();
  }
}
