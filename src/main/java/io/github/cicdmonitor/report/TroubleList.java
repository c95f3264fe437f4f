package io.github.cicdmonitor.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.cicdmonitor.store.Troubles.Trouble;
import java.util.List;

/** What the loop cannot work on at present, and since when. */
public final class TroubleList {
  private TroubleList() {}

  /** Empty where nothing is amiss. */
  public static String text(List<Trouble> troubles) {
    StringBuilder out = new StringBuilder(troubles.isEmpty() ? "" : "Not working\n");
    for (Trouble trouble : troubles) {
      out.append("  %s since %s: %s\n"
          .formatted(
              Escape.terminal(subject(trouble)),
              HumanText.moment(trouble.since()),
              Escape.terminal(trouble.why())));
    }
    return out.toString();
  }

  /** As a section; empty where nothing is amiss. */
  public static String markdown(List<Trouble> troubles) {
    StringBuilder out = new StringBuilder(troubles.isEmpty() ? "" : "\n## Not working\n\n");
    for (Trouble trouble : troubles) {
      out.append("- %s since %s: %s\n"
          .formatted(
              Escape.markdown(subject(trouble)),
              HumanText.moment(trouble.since()),
              Escape.markdown(trouble.why())));
    }
    return out.toString();
  }

  /** As a card of the page; empty where nothing is amiss. */
  static String html(List<Trouble> troubles) {
    if (troubles.isEmpty()) {
      return "";
    }
    StringBuilder out =
        new StringBuilder("<section class=\"card wide\"><h2>Not working</h2><ul>\n");
    for (Trouble trouble : troubles) {
      out.append("<li>%s since %s: %s</li>\n"
          .formatted(
              Escape.html(subject(trouble)),
              HumanText.moment(trouble.since()),
              Escape.html(trouble.why())));
    }
    return out.append("</ul></section>\n").toString();
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
