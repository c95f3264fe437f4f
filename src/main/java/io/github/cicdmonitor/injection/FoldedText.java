package io.github.cicdmonitor.injection;

import com.google.re2j.Pattern;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Lines as one text without case, accents and punctuation, each run of other characters a single
 * space, so that an order is the same however it is dressed up.
 */
final class FoldedText {
  private static final String SIGNS_OF_CODE = "_/\\=@$#<>{}";
  /** What stands before the first word of a sentence: {@code "msg":"Word …}, {@code note=Word …}. */
  private static final Pattern OPENING =
      Pattern.compile("((?:^|\\s)\\S*(?:[=>]|[=:(\\[]\\\\?[\"']))(\\p{L}{2,}\\s+\\p{L})");
  /** Or is prose whose spaces were replaced. */
  private static final java.util.regex.Pattern JOINED = java.util.regex.Pattern.compile(
      "[\"'(]?+(?<!\\p{L})\\p{L}++(?:[_.\\-/+]\\p{L}++){3,}+[\"').,:;!]*+");

  private static final String JOINTS = "_.-/+";
  private static final int FEWEST_JOINTS = 3;

  private final String text;
  private final int[] starts;

  /** @param starts where each line begins in the text */
  FoldedText(String text, int... starts) {
    this.text = text;
    this.starts = starts.clone();
  }

  String text() {
    return text;
  }

  /** Names are read word by word, however they are joined. */
  static FoldedText ofNames(List<String> lines) {
    return of(lines, UnaryOperator.identity());
  }

  static FoldedText of(List<String> lines) {
    return of(lines, FoldedText::prose);
  }

  private static FoldedText of(List<String> lines, UnaryOperator<String> reading) {
    StringBuilder text = new StringBuilder();
    int[] starts = new int[lines.size()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = text.length();
      append(text, reading.apply(lines.get(i)));
    }
    return new FoldedText(text.toString(), starts);
  }

  private static String prose(String line) {
    boolean opening = line.indexOf('=') >= 0
        || line.indexOf('>') >= 0
        || line.indexOf('"') >= 0
        || line.indexOf('\'') >= 0;
    String opened = opening ? OPENING.matcher(line).replaceAll("$1 $2") : line;
    StringBuilder prose = new StringBuilder(opened.length());
    int from = 0;
    for (int i = 0; i <= opened.length(); i++) {
      if (i == opened.length() || isSpace(opened.charAt(i))) {
        prose.append(isCode(opened, from, i) ? "·" : opened.substring(from, i)).append(' ');
        from = i + 1;
      }
    }
    return prose.toString();
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** A word of code says nothing: {@code src/ai/agent.py}, {@code prepare-agent:run}. */
  private static boolean isCode(String line, int from, int to) {
    int hyphens = 0;
    for (int i = from; i < to; i++) {
      char c = line.charAt(i);
      char next = i + 1 < to ? line.charAt(i + 1) : ' ';
      hyphens += c == '-' ? 1 : 0;
      boolean pair = (c == ':' && next == ':')
          || (c == '(' && next == ')')
          || (c == '.'
              && i > from
              && Character.isLetter(line.charAt(i - 1))
              && Character.isLetter(next));
      if (pair || hyphens > 1 || SIGNS_OF_CODE.indexOf(c) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Words of the line that are whole sentences, joined by something else than spaces. */
  static List<String> joined(String line) {
    List<String> found = new ArrayList<>();
    if (line.chars().filter(c -> JOINTS.indexOf(c) >= 0).limit(FEWEST_JOINTS).count()
        < FEWEST_JOINTS) {
      return found;
    }
    java.util.regex.Matcher words = JOINED.matcher(line);
    while (words.find()) {
      found.add(words.group());
    }
    return found;
  }

  /** One word or some, as they stand in a folded text. */
  static String words(String text) {
    StringBuilder folded = new StringBuilder();
    append(folded, text);
    return folded.toString().strip();
  }

  /** Ends with a space. */
  private static void append(StringBuilder out, String line) {
    String plain = isAscii(line) ? line : unaccented(line);
    for (int i = 0; i < plain.length(); ) {
      int c = plain.codePointAt(i);
      i += Character.charCount(c);
      if (isOfWord(c)) {
        out.appendCodePoint(Character.toLowerCase(c));
      } else if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
        out.append(' ');
      }
    }
    if (!out.isEmpty() && out.charAt(out.length() - 1) != ' ') {
      out.append(' ');
    }
  }

  private static String unaccented(String line) {
    String apart = Normalizer.normalize(line.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD);
    StringBuilder kept = new StringBuilder(apart.length());
    apart
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .map(c -> c == 'ı' ? 'i' : c)
        .forEach(kept::appendCodePoint);
    return Normalizer.normalize(kept, Normalizer.Form.NFC);
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  private static boolean isOfWord(int c) {
    return Character.isLetterOrDigit(c) || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }

  /** Index of the line that holds the character. */
  int lineAt(int position) {
    int found = Arrays.binarySearch(starts, position);
    int line = found >= 0 ? found : -found - 2;
    while (line + 1 < starts.length && starts[line + 1] == starts[line]) {
      line++; // lines without a word take no room
    }
    return line;
  }

  /** The letters of a line's words spelled out one by one, such as "i g n o r e", without their spaces. */
  List<String> spelledOut(int line, int fewest) {
    int end = line + 1 < starts.length ? starts[line + 1] : text.length();
    List<String> found = new ArrayList<>();
    StringBuilder letters = new StringBuilder();
    for (String word : text.substring(starts[line], end).split(" ", -1)) {
      if (word.length() == 1) {
        letters.append(word);
        continue;
      }
      if (letters.length() >= fewest) {
        found.add(letters.toString());
      }
      letters.setLength(0);
    }
    return found;
  }
}
