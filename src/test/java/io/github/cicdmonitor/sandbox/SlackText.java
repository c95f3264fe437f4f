package io.github.cicdmonitor.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Block Kit as text for a terminal: what a person would read in Slack. */
public final class SlackText {
  private static final Pattern LABELLED_LINK = Pattern.compile("<(https?://[^|>]+)\\|([^>]*)>");
  private static final Pattern BARE_LINK = Pattern.compile("<(https?://[^>]+)>");
  private static final Pattern MENTION = Pattern.compile("<(@|#|!)([^>]+)>");

  private SlackText() {}

  public static String render(JsonNode blocks) {
    List<String> parts = new ArrayList<>();
    for (JsonNode block : blocks) {
      String part = block(block);
      if (!part.isBlank()) {
        parts.add(part);
      }
    }
    return String.join("\n", parts);
  }

  private static String block(JsonNode block) {
    return switch (block.path("type").asText()) {
      case "header" -> "== " + text(block.path("text")) + " ==";
      case "section" -> section(block);
      case "context" -> joined(block.path("elements"), "  ");
      case "divider" -> "----";
      case "actions" -> joined(block.path("elements"), " ");
      case "image" -> "[" + block.path("alt_text").asText() + "]";
      case "rich_text" -> richText(block.path("elements"));
      default -> block.toString();
    };
  }

  private static String section(JsonNode block) {
    List<String> lines = new ArrayList<>();
    if (block.has("text")) {
      lines.add(text(block.path("text")));
    }
    for (JsonNode field : block.path("fields")) {
      lines.add(text(field).replace("\n", ": "));
    }
    if (block.path("accessory").path("type").asText().equals("button")) {
      lines.add(element(block.path("accessory")));
    }
    return String.join("\n", lines);
  }

  private static String joined(JsonNode elements, String between) {
    List<String> parts = new ArrayList<>();
    elements.forEach(element -> parts.add(element(element)));
    return String.join(between, parts);
  }

  private static String element(JsonNode element) {
    return switch (element.path("type").asText()) {
      case "button" -> "[" + text(element.path("text")) + "]" + target(element);
      case "image" -> "[" + element.path("alt_text").asText() + "]";
      default -> text(element);
    };
  }

  private static String target(JsonNode element) {
    String url = element.path("url").asText();
    return url.isEmpty() ? "" : "(" + url + ")";
  }

  private static String text(JsonNode text) {
    String raw = text.path("text").asText();
    return text.path("type").asText().equals("mrkdwn") ? mrkdwn(raw) : raw;
  }

  /** Links and mentions spelled out, entities turned back. */
  static String mrkdwn(String raw) {
    String linked = LABELLED_LINK.matcher(raw).replaceAll("$2 ($1)");
    linked = BARE_LINK.matcher(linked).replaceAll("$1");
    linked = MENTION.matcher(linked).replaceAll("[mention $1$2]");
    return linked.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
  }

  private static String richText(JsonNode elements) {
    StringBuilder text = new StringBuilder();
    for (JsonNode element : elements) {
      String type = element.path("type").asText();
      String prefix = switch (type) {
        case "rich_text_preformatted" -> "    ";
        case "rich_text_quote" -> "> ";
        default -> "";
      };
      if (type.equals("rich_text_list")) {
        boolean ordered = element.path("style").asText().equals("ordered");
        int number = 1;
        for (JsonNode item : element.path("elements")) {
          text.append(ordered ? number + ". " : "- ").append(inline(item)).append('\n');
          number++;
        }
      } else {
        inline(element).lines().forEach(line -> text.append(prefix).append(line).append('\n'));
      }
    }
    return text.toString().stripTrailing();
  }

  private static String inline(JsonNode section) {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : section.path("elements")) {
      text.append(
          switch (part.path("type").asText()) {
            case "link" -> link(part);
            case "emoji" -> ":" + part.path("name").asText() + ":";
            case "user" -> "[mention @" + part.path("user_id").asText() + "]";
            case "usergroup" -> "[mention !subteam^" + part.path("usergroup_id").asText() + "]";
            case "broadcast" -> "[mention !" + part.path("range").asText() + "]";
            case "channel" -> "[mention #" + part.path("channel_id").asText() + "]";
            default -> part.path("text").asText();
          });
    }
    return text.toString();
  }

  private static String link(JsonNode link) {
    String url = link.path("url").asText();
    String label = link.path("text").asText();
    return label.isEmpty() || label.equals(url) ? url : label + " (" + url + ")";
  }

  /** The characters of all text in a block, at any depth. */
  static int length(JsonNode node) {
    int sum = node.path("text").isTextual() ? node.path("text").asText().length() : 0;
    for (JsonNode child : node) {
      sum += length(child);
    }
    return sum;
  }
}
