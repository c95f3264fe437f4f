package io.github.cicdmonitor.injection;

import io.github.cicdmonitor.redact.Base32;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a line says once decoded: base64, hexadecimal, octal, binary and decimal bytes, percent,
 * backslash and HTML escapes, rot13, backwards, and letters that only look like others.
 */
final class EncodedText {
  // Possessive, so that no line makes them slow.
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{20,}+={0,2}+");
  private static final Pattern BASE32 = Pattern.compile("[A-Z2-7]{32,}+={0,6}+");
  private static final Pattern HEX =
      Pattern.compile("(?:(?:0x|\\\\x)?[0-9A-Fa-f]{2}[ :,]?+){12,}+");
  private static final Pattern BINARY = Pattern.compile("(?:[01]{8}[ ,]?+){10,}+");
  private static final Pattern DECIMAL =
      Pattern.compile("(?:[0-9]{2,3}[ ,;]{1,2}+){12,}+[0-9]{2,3}");
  private static final Pattern ESCAPE =
      Pattern.compile("%([0-9A-Fa-f]{2})|\\\\u\\{?([0-9A-Fa-f]{4})\\}?|\\\\x([0-9A-Fa-f]{2})"
          + "|&#x([0-9A-Fa-f]{2,5});|&#([0-9]{2,6});|\\\\([0-7]{3})|=([0-9A-F]{2})");
  private static final int FEWEST_ESCAPES = 4;
  private static final int FEWEST_LETTERS = 6; // written as escapes

  private static final String LOOKS_LIKE =
      "аaеeоoрpсcхxуyіiјjѕsһhкkмmтtвbнhгrԁdӏlոnοoαaεeρpνvτtιiκkηnυuχxμuβbγyωw"
          + "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢzɑaɡgɩiʟl";
  private static final String LEET = "0o1i3e4a5s7t8b@a$s!i|l€e";

  private static final Pattern NOT_ASCII_WORD =
      Pattern.compile("(?<![A-Za-z])[A-Za-z]*+[^\\x00-\\x7f\\s][A-Za-z[^\\x00-\\x7f\\s]]*+");
  private static final Pattern OVERSTRUCK =
      Pattern.compile("[A-Za-z][\\u0300-\\u036f\\u20d0-\\u20ff]");
  private static final int FEWEST_SHAPED = 4;

  private EncodedText() {}

  /** Whether letters are escaped, which nobody has to. */
  static boolean hasEscapedLetters(String line) {
    int letters = 0;
    Matcher escapes = ESCAPE.matcher(line);
    while (escapes.find() && letters < FEWEST_LETTERS) {
      if (escapes.group(7) != null) {
        continue; // a setting may look like one: "tests=65"
      }
      int radix = escapes.group(5) != null ? 10 : escapes.group(6) != null ? 8 : 16;
      int c = Integer.parseInt(digits(escapes), radix);
      letters += (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? 1 : 0;
    }
    return letters >= FEWEST_LETTERS;
  }

  /** What the line's codes of bytes say, which may be no text for people. */
  static Set<String> encoded(String line) {
    Set<String> texts = new LinkedHashSet<>();
    base64(line, texts);
    Matcher base32 = BASE32.matcher(line);
    while (base32.find()) {
      Base32.decoded(base32.group()).flatMap(EncodedText::readable).ifPresent(texts::add);
    }
    bytes(HEX, line, 16, texts);
    bytes(BINARY, line, 2, texts);
    bytes(DECIMAL, line, 10, texts);
    return texts;
  }

  /** Other readings of all letters of a line. */
  static List<String> readings(String line) {
    return List.of(rot13(line), new StringBuilder(line).reverse().toString());
  }

  /** The line in Latin letters where it uses others, digits or signs in their place. */
  static String lookAlike(String line) {
    StringBuilder out = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = Character.toLowerCase(line.charAt(i));
      int at = LOOKS_LIKE.indexOf(c);
      if (at >= 0 && at % 2 == 0) {
        out.append(LOOKS_LIKE.charAt(at + 1));
      } else {
        int leet = LEET.indexOf(c);
        out.append(leet >= 0 && leet % 2 == 0 && isInWord(line, i) ? LEET.charAt(leet + 1) : c);
      }
    }
    return out.toString();
  }

  /** Whether a word has letters of two alphabets, or Latin ones in another shape than their own. */
  static boolean hasDisguisedWord(String line) {
    if (FoldedText.isAscii(line)) {
      return false;
    }
    Matcher words = NOT_ASCII_WORD.matcher(line);
    if (hasOverstruckLetters(line)) {
      return true;
    }
    while (words.find()) {
      String word = words.group();
      int latin = 0;
      int other = 0;
      int shaped = 0;
      int strange = 0;
      for (int i = 0; i < word.length(); ) {
        int c = word.codePointAt(i);
        i += Character.charCount(c);
        boolean alike = c < 0x10000 && LOOKS_LIKE.indexOf(Character.toLowerCase(c)) >= 0;
        if (c < 0x80) {
          latin++;
        } else if (alike) {
          other++;
        } else if (isShaped(c)) {
          shaped++;
        } else {
          strange++;
        }
      }
      if ((latin > 0 && other >= 2 && strange == 0) || shaped >= FEWEST_SHAPED) {
        return true;
      }
    }
    return false;
  }

  /** With marks that no letter of any language has there. */
  private static boolean hasOverstruckLetters(String line) {
    Matcher marks = OVERSTRUCK.matcher(Normalizer.normalize(line, Normalizer.Form.NFC));
    int letters = 0;
    while (letters < FEWEST_SHAPED && marks.find()) {
      letters++;
    }
    return letters >= FEWEST_SHAPED;
  }

  /** Bold, script, double-struck, full width, in a circle. */
  private static boolean isShaped(int c) {
    String plain = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
    return plain.length() == 1 && plain.charAt(0) < 0x80 && Character.isLetter(plain.charAt(0));
  }

  private static boolean isInWord(String line, int at) {
    return (at > 0 && Character.isLetter(line.charAt(at - 1)))
        || (at + 1 < line.length() && Character.isLetter(line.charAt(at + 1)));
  }

  private static void base64(String line, Set<String> texts) {
    Matcher runs = BASE64.matcher(line);
    while (runs.find()) {
      String run = runs.group().replace('-', '+').replace('_', '/').replace("=", "");
      if (run.length() % 4 != 1) {
        readable(Base64.getDecoder().decode(run)).ifPresent(texts::add);
      }
    }
  }

  private static void bytes(Pattern pattern, String line, int base, Set<String> texts) {
    Matcher runs = pattern.matcher(line);
    while (runs.find()) {
      String digits = runs.group().replaceAll("0x|\\\\x", " ");
      List<String> numbers = base == 10
          ? List.of(digits.strip().split("[ ,;]+", -1))
          : pieces(digits.replaceAll("[ :,]", ""), base == 16 ? 2 : 8);
      byte[] all = new byte[numbers.size()];
      for (int i = 0; i < all.length; i++) {
        all[i] = (byte) Integer.parseInt(numbers.get(i), base);
      }
      readable(all).ifPresent(texts::add);
    }
  }

  private static List<String> pieces(String digits, int width) {
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i + width <= digits.length(); i += width) {
      pieces.add(digits.substring(i, i + width));
    }
    return pieces;
  }

  /** What a whole line says whose escapes say something else than they are; else empty. */
  static Optional<String> unescaped(String line) {
    if (line.indexOf('%') < 0
        && line.indexOf('\\') < 0
        && line.indexOf('&') < 0
        && line.indexOf('=') < 0) {
      return Optional.empty();
    }
    Matcher escapes = ESCAPE.matcher(line);
    StringBuilder out = new StringBuilder();
    int count = 0;
    int done = 0;
    java.io.ByteArrayOutputStream octets = new java.io.ByteArrayOutputStream();
    while (escapes.find()) {
      if (escapes.start() > done) {
        flush(octets, out);
        out.append(line, done, escapes.start());
      }
      int radix = escapes.group(5) != null ? 10 : escapes.group(6) != null ? 8 : 16;
      boolean octet =
          escapes.group(2) == null && escapes.group(4) == null && escapes.group(5) == null;
      int number = Integer.parseInt(digits(escapes), radix);
      if (octet) {
        octets.write(number);
      } else if (Character.isValidCodePoint(number)) {
        flush(octets, out);
        out.appendCodePoint(number);
      }
      count++;
      done = escapes.end();
    }
    flush(octets, out);
    return count < FEWEST_ESCAPES
        ? Optional.empty()
        : Optional.of(out.append(line, done, line.length()).toString())
            .filter(text -> !text.equals(line));
  }

  private static String digits(Matcher escapes) {
    for (int group = 1; group <= escapes.groupCount(); group++) {
      if (escapes.group(group) != null) {
        return escapes.group(group);
      }
    }
    return "0";
  }

  private static void flush(java.io.ByteArrayOutputStream octets, StringBuilder out) {
    if (octets.size() > 0) {
      out.append(octets.toString(StandardCharsets.UTF_8));
      octets.reset();
    }
  }

  /** As UTF-8, or UTF-16 where every other byte is zero; empty for what is no text. */
  private static Optional<String> readable(byte[] bytes) {
    if (bytes.length > 8 && bytes[1] == 0 && bytes[3] == 0 && bytes[5] == 0) {
      return Optional.of(new String(bytes, StandardCharsets.UTF_16LE));
    }
    try {
      String text = StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
      boolean clean = text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\t' && c != '\r');
      return clean ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String rot13(String line) {
    StringBuilder out = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      int base = c >= 'a' && c <= 'z' ? 'a' : c >= 'A' && c <= 'Z' ? 'A' : 0;
      out.append(base == 0 ? c : (char) (base + (c - base + 13) % 26));
    }
    return out.toString();
  }
}
