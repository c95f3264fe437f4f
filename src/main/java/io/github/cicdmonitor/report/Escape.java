package io.github.cicdmonitor.report;

import io.github.cicdmonitor.redact.ControlText;
import java.util.regex.Pattern;

/**
 * One escape per medium for text that strangers wrote: job, branch and repository names, log lines,
 * words of a model. Whatever goes in, what comes out is one line and steers nothing.
 */
final class Escape {
  private static final Pattern WEB_ADDRESS =
      Pattern.compile("https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~:/?#@!$&*+,;=%-]*)?");

  private Escape() {}

  /** For a terminal: nothing that moves a cursor, breaks a line or turns writing around. */
  static String terminal(String text) {
    return ControlText.visible(text).replace('\t', ' ');
  }

  /** For HTML text and quoted attributes. */
  static String html(String text) {
    String shown = terminal(text);
    StringBuilder out = new StringBuilder(shown.length() + 16);
    for (int i = 0; i < shown.length(); i++) {
      char c = shown.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /**
   * For Markdown: a code span, where no mention, link, image or markup lives. A bar would end the
   * cell of a table even inside a code span, and a backslash before it is read differently by
   * different readers, so it is shown as a broken one.
   */
  static String markdown(String text) {
    String shown = terminal(text).replace('|', '¦').strip();
    if (shown.isEmpty()) {
      return "–";
    }
    String fence = "`".repeat(longestRun(shown) + 1);
    String space = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
    return fence + space + shown + space + fence;
  }

  /** A link to a page of GitHub's; what is no plain web address is only shown. */
  static String markdownLink(String label, String url) {
    return isWebAddress(url) ? "[" + label + "](<" + url + ">)" : markdown(url);
  }

  /** Whether it can stand in a link: nothing that runs, breaks out of quotes, or hides. */
  static boolean isWebAddress(String url) {
    return WEB_ADDRESS.matcher(url).matches();
  }

  static int longestRun(String text) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    return longest;
  }

  /** For the inside of a quoted Prometheus label value. */
  static String label(String text) {
    return terminal(text).replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** At most {@code width} characters, the end cut off with a mark. Escape first. */
  static String fit(String escaped, int width) {
    int length = escaped.codePointCount(0, escaped.length());
    return length <= width
        ? escaped
        : escaped.substring(0, escaped.offsetByCodePoints(0, width - 1)) + "…";
  }
}
