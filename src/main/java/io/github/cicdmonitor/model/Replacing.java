package io.github.cicdmonitor.model;

/**
 * One replacement in a text whose line ends may be LF, CRLF or both: {@code find} matches across them,
 * and what is put in ends its lines as the text around it does. What {@code find} and {@code replace}
 * have in common at their ends stays untouched.
 *
 * @param found how often the text to find occurs: 0, 1, or 2 for more
 * @param text the text after it; as before unless {@code found} is 1
 */
record Replacing(int found, String text) {
  static Replacing in(String text, String find, String replace) {
    String plain = plain(text);
    String wanted = plain(find);
    int at = plain.indexOf(wanted);
    if (at < 0 || plain.indexOf(wanted, at + 1) >= 0) {
      return new Replacing(at < 0 ? 0 : 2, text);
    }
    String put = plain(replace);
    int shorter = Math.min(wanted.length(), put.length());
    int head = 0;
    while (head < shorter && wanted.charAt(head) == put.charAt(head)) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && wanted.charAt(wanted.length() - 1 - tail) == put.charAt(put.length() - 1 - tail)) {
      tail++;
    }
    int start = original(text, at + head);
    int end = original(text, at + wanted.length() - tail);
    String middle = put.substring(head, put.length() - tail).replace("\n", lineEnd(text, start));
    return new Replacing(1, text.substring(0, start) + middle + text.substring(end));
  }

  private static String plain(String text) {
    return text.replace("\r\n", "\n");
  }

  /** Where the character of that place in the plain text stands in the text itself. */
  private static int original(String text, int place) {
    int at = 0;
    for (int i = 0; i < place; i++) {
      at += text.startsWith("\r\n", at) ? 2 : 1;
    }
    return at;
  }

  /** That of the line at a place; of the line before where it is the last one and has none. */
  private static String lineEnd(String text, int place) {
    int end = text.indexOf('\n', place);
    int known = end >= 0 ? end : text.lastIndexOf('\n');
    return known > 0 && text.charAt(known - 1) == '\r' ? "\r\n" : "\n";
  }
}
