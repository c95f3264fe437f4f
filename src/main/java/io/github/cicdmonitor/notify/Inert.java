package io.github.cicdmonitor.notify;

import io.github.cicdmonitor.redact.ControlText;
import java.util.regex.Pattern;

/** Makes untrusted text unable to act in the medium it is shown in. */
public final class Inert {
  // Wide forms keep the text readable, GitHub acts on neither, and no later cleaning of control
  // characters turns them back, as it does with an invisible character between sign and name.
  private static final String WIDE_AT = "\uff20";
  private static final String WIDE_NUMBER = "\uff03";
  private static final Pattern REFERENCE =
      Pattern.compile("\\b(GH)-(?=\\d)", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONTROLS =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\\n]]");

  private Inert() {}

  /** At most {@code max} characters, with a mark where something was left out; no half character. */
  static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = max - 1;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /** For Slack's {@code text} and mrkdwn fields: the three characters that Slack parses. */
  static String slack(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /**
   * One line of plain words for a Markdown title: no mention, reference or link. Redact before: what
   * makes words inert must be the last that is done to them.
   */
  public static String title(String text, int max) {
    String line = CONTROLS
        .matcher(ControlText.clean(text).replaceAll("\\s+", " "))
        .replaceAll("")
        .strip();
    String inert = REFERENCE
        .matcher(line)
        .replaceAll("$1 ")
        .replace("@", WIDE_AT)
        .replace("#", WIDE_NUMBER)
        .replaceAll("[`<>\\[\\]()*_~|!\\\\]", "")
        .replaceAll("(?i)(https?):", "$1 :")
        .replaceAll("(?i)skip[ -]ci|ci[ -]skip|no[ -]ci", "")
        .strip();
    return inert.length() <= max ? inert : cut(inert, max).replaceAll("\\s+…$", "…");
  }

  /** A fenced block whose fence is longer than any run of backticks inside. */
  public static String fence(String text, String language) {
    int longest = 2;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = text.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    String fence = "`".repeat(longest + 1);
    return fence + language + "\n" + text + (text.endsWith("\n") ? "" : "\n") + fence + "\n";
  }
}
